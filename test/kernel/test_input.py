"""Questions to the person at the notebook."""


def answer(kernel, code, answers, **options):
    """Runs a cell and answers its questions: the run, and the questions as the client got them."""
    message_id = kernel.send(code, allow_stdin=True, **options)
    asked = []
    for text in answers:
        request = kernel.client.get_stdin_msg(timeout=30)
        assert (request["msg_type"], request["parent_header"]["msg_id"]) == ("input_request", message_id)
        asked.append(request["content"])
        kernel.client.input(text)
    return kernel.finish(message_id), asked


def test_prompt_asks_and_gets_the_answer(kernel):
    run, asked = answer(kernel, "const name: string = await prompt('Your name: '); `Hello, ${name}!`", ["Ada é😀"])
    assert run.text == "'Hello, Ada é😀!'"
    assert asked == [{"prompt": "Your name: ", "password": False}]


def test_questions_come_one_at_a_time(kernel):
    run, asked = answer(
        kernel, "await Promise.all([prompt('first'), prompt('second', { password: true })])", ["1", "2"]
    )
    assert run.text == "[ '1', '2' ]"
    assert asked == [{"prompt": "first", "password": False}, {"prompt": "second", "password": True}]


def test_programs_that_read_lines_from_stdin_get_them(kernel):
    code = (
        "import { createInterface } from 'node:readline/promises';\n"
        "const lines = createInterface({ input: process.stdin, output: process.stdout });\n"
        "const pair = [await lines.question('a? '), await lines.question('b? ')];\n"
        "lines.close();\n"
        "await new Promise((go) => setTimeout(go, 100));\n"
        "pair"
    )
    run, asked = answer(kernel, code, ["one", "two"])
    assert run.text == "[ 'one', 'two' ]"
    assert run.stream("stdout") == "a? b? "
    # No question beyond those that were needed, also in a second cell.
    run, asked = answer(kernel, "await prompt('third')", ["three"])
    assert (run.text, asked[0]["prompt"]) == ("'three'", "third")
    run, _ = answer(kernel, "for await (const line of process.stdin) { process.stdin.destroy(); String(line); break; }\n1", ["x"])
    assert run.text == "1"


def test_where_nobody_can_answer_the_error_says_so(kernel):
    error = kernel.run("await prompt('Your name: ')", allow_stdin=False).error
    assert error["evalue"].startswith('Expected somebody to answer "Your name:" but found a client that takes no input')
    assert "Write the answer into the cell" in error["evalue"]


def test_an_interrupt_ends_a_question(kernel):
    run = kernel.run_and_interrupt("console.log('begun'); await prompt('never answered')")
    assert run.error["ename"] == "KeyboardInterrupt"
    assert kernel.client.get_stdin_msg(timeout=5)["content"]["prompt"] == "never answered"
    run, asked = answer(kernel, "await prompt('again')", ["yes"])
    assert (run.text, asked[0]["prompt"]) == ("'yes'", "again")


def test_a_cell_may_use_the_name_for_something_else(project):
    from conftest import Kernel

    kernel = Kernel(project)
    try:
        assert kernel.run("const prompt = 'mine'; prompt").text == "'mine'"
        assert kernel.run("prompt.length").text == "4"
    finally:
        kernel.stop()
