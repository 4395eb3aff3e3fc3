"""What a cell prints, in large amounts and in order."""

import time


def lines(count):
    return "".join(f"line {number}\n" for number in range(count))


def seconds_of(run):
    started = time.monotonic()
    result = run()
    return time.monotonic() - started, result


def test_20000_lines_arrive_whole_within_twice_the_time_of_ipykernel(server):
    """In a loop that never yields. The fastest of three: what else the machine does is not the kernel's time."""
    typescript, python = server.start("tslab"), server.start("python3")
    for kernel in (typescript, python):
        kernel.run("1 + 1")
    ours, theirs = [], []
    for _ in range(3):
        seconds, run = seconds_of(lambda: typescript.run("for (let i = 0; i < 20000; i++) console.log('line ' + i)"))
        assert run.stream("stdout") == lines(20000)
        # Here the server would say that it has dropped messages.
        assert run.stream("stderr") == ""
        ours.append(seconds)
        seconds, run = seconds_of(lambda: python.run("for i in range(20000): print('line', i)"))
        assert run.stream("stdout") == lines(20000)
        theirs.append(seconds)
    print(f"{ours} and {theirs} seconds")
    assert min(ours) < 2 * min(theirs), f"{ours} and {theirs} seconds"


def test_lines_of_both_streams_arrive_whole_in_few_messages(kernel):
    run = kernel.run("for (let i = 0; i < 5000; i++) { console.log('line ' + i); console.error('line ' + i); }")
    assert run.stream("stdout") == run.stream("stderr") == lines(5000)
    # The server passes on 1,000 a second.
    assert len(run.outputs) < 200


def test_lines_of_a_timer_arrive_whole_in_few_messages(kernel):
    run = kernel.run(
        "for (let i = 0; i < 1000; i++) { console.log('line ' + i); await new Promise((go) => setImmediate(go)); }"
    )
    assert run.stream("stdout") == lines(1000)
    assert len(run.outputs) < 200


def test_what_is_printed_stands_before_what_is_shown_after_it(kernel):
    run = kernel.run(
        "import * as tslab from 'tslab';\n"
        "for (let i = 0; i < 500; i++) console.log('line ' + i);\n"
        "tslab.display.text('shown');\n"
        "for (let i = 0; i < 500; i++) console.error('line ' + i);\n"
        "console.log('out');\n"
        "throw new Error('last');"
    )
    shown = run.types.index("display_data")
    before, after = run.outputs[:shown], run.outputs[shown + 1 : -1]
    assert "".join(m["content"]["text"] for m in before) == lines(500)
    assert {m["content"]["name"] for m in before} == {"stdout"}
    assert "".join(m["content"]["text"] for m in after) == lines(500) + "out\n"
    assert (after[-1]["content"], run.types[-1]) == ({"name": "stdout", "text": "out\n"}, "error")


def test_the_next_cell_has_only_its_own_lines(kernel):
    first = kernel.send("for (let i = 0; i < 500; i++) console.log('line ' + i)")
    second = kernel.send("console.log('second')")
    assert kernel.finish(first).stream("stdout") == lines(500)
    assert kernel.finish(second).stream("stdout") == "second\n"


BLOCKED = "const until = Date.now() + 3000; while (Date.now() < until);"


def delays(kernel, code):
    """How many seconds before the cell's end each message arrives, and the messages."""
    message_id = kernel.send(code)
    times, published = [], []
    while True:
        message = kernel.client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != message_id:
            continue
        if message["msg_type"] == "stream":
            published.append(message["content"]["text"])
            times.append(time.monotonic())
        if message["content"].get("execution_state") == "idle":
            return [time.monotonic() - moment for moment in times], published


def test_a_line_before_a_long_computation_is_seen_at_once(kernel):
    # Also where the cell before it printed much: its lines use up what may be sent at once.
    kernel.send("for (let i = 0; i < 500; i++) console.log('line ' + i)")
    times, texts = delays(kernel, f"console.log('one'); console.log('two'); {BLOCKED}")
    assert texts == ["one\n", "two\n"]
    assert min(times) > 1


def test_a_loop_that_prints_and_never_yields_is_seen_while_it_runs(kernel):
    code = (
        "for (let i = 0; i < 500; i++) console.log('flood');\n"
        "for (let i = 0; i < 300; i++) { const until = Date.now() + 10; while (Date.now() < until); console.log('slow'); }"
    )
    times, texts = delays(kernel, code)
    assert "".join(texts) == 500 * "flood\n" + 300 * "slow\n"
    assert len([moment for moment in times if moment > 1]) > 10


def test_lines_printed_just_before_the_process_ends_are_not_lost(project):
    from conftest import Kernel

    kernel = Kernel(project)
    try:
        message_id = kernel.send("for (let i = 0; i < 200; i++) console.log('line ' + i); process.exit(0)")
        text = ""
        while len(text) < len(lines(200)):
            message = kernel.client.get_iopub_msg(timeout=10)
            if message["msg_type"] == "stream" and message["parent_header"].get("msg_id") == message_id:
                text += message["content"]["text"]
        assert text == lines(200)
    finally:
        kernel.stop()
