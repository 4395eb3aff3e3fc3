"""What a cell's run looks like to a Jupyter client."""

import shutil
import time

import pytest
from conftest import ROOT


def test_execute_input_comes_first_and_counts(kernel):
    first = kernel.run("1").published
    second = kernel.run("2").published
    assert [m["msg_type"] for m in first] == ["status", "execute_input", "execute_result", "status"]
    assert first[1]["content"]["code"] == "1"
    counts = [m[1]["content"]["execution_count"] for m in (first, second)]
    assert counts[1] == counts[0] + 1


def test_a_silent_cell_neither_counts_nor_shows(kernel):
    count = kernel.run("1").reply["execution_count"]
    assert kernel.run("2", silent=True).outputs == []
    assert kernel.run("3").reply["execution_count"] == count + 1


def test_the_working_directory_is_the_project(kernel):
    assert kernel.run("process.cwd()").text == f"'{kernel.project}'"


def test_an_error_is_one_message_with_the_lines_of_cell_and_library(kernel):
    run = kernel.run("import { fail } from './src/lib/outer';\n\ninterface Unused {}\n\nfail('too far');")
    assert run.types == ["error"]
    assert (run.error["ename"], run.error["evalue"]) == ("RangeError", "too far")
    assert run.error["traceback"][0] == "RangeError: too far"
    assert "at fail (src/lib/outer.ts:9:9)" in run.error["traceback"][1]
    assert run.error["traceback"][2].startswith("    at cell [") and ":5:" in run.error["traceback"][2]
    assert len(run.error["traceback"]) == 3
    assert run.reply["status"] == "error" and run.reply["ename"] == "RangeError"


@pytest.mark.parametrize(
    "code, evalue",
    [
        ("throw 'a string'", "a string"),
        ("throw undefined", "undefined"),
        ("await Promise.reject(new Error('awaited'))", "awaited"),
        ("Promise.reject(new Error('as the value'))", "as the value"),
        ("({ [Symbol.for('jupyter.mimebundle')]() { throw new Error('not shown'); } })", "not shown"),
        ("void Promise.reject(new Error('nobody awaits')); 1", "nobody awaits"),
        ("setTimeout(() => { throw new Error('in a timer'); }); await new Promise((go) => setTimeout(go, 20));", "in a timer"),
    ],
)
def test_every_way_to_fail_fails_the_cell(kernel, code, evalue):
    run = kernel.run(code)
    assert run.types == ["error"]
    assert run.error["evalue"] == evalue


def test_a_rejection_that_is_handled_late_is_none(kernel):
    run = kernel.run(
        "const late = Promise.reject(new Error('late'));\n"
        "await new Promise((go) => setTimeout(go, 20));\n"
        "await late.catch((error) => error.message);"
    )
    assert run.text == "'late'"


def test_a_rejection_after_the_cell_fails_the_next_one(kernel):
    assert kernel.run("setTimeout(() => void Promise.reject(new Error('afterwards')), 10); 1").text == "1"
    time.sleep(0.2)
    assert kernel.run("const kept = 5;").error["evalue"] == "afterwards"
    assert kernel.run("kept").text == "5"


def test_console_in_a_callback_after_the_cell_is_its_output(kernel):
    message_id = kernel.send("setTimeout(() => console.log('later'), 50); 1")
    assert kernel.finish(message_id).text == "1"
    late = kernel.client.get_iopub_msg(timeout=5)
    assert (late["content"], late["parent_header"]["msg_id"]) == ({"name": "stdout", "text": "later\n"}, message_id)


def test_outputs_keep_their_order(kernel):
    run = kernel.run(
        "import * as tslab from 'tslab';\n"
        "process.stdout.write('10 %\\r'); process.stdout.write('20 %\\n');\n"
        "const box = tslab.newDisplay(); box.text('a'); console.error('between'); box.text('b');\n"
        "throw new Error('last');"
    )
    assert run.types == ["stream", "stream", "display_data", "stream", "update_display_data", "error"]
    assert run.stream("stdout") == "10 %\r20 %\n"
    shown, update = run.outputs[2]["content"], run.outputs[4]["content"]
    assert shown["transient"] == update["transient"] and update["data"] == {"text/plain": "b"}


def test_a_loop_that_prints_without_a_pause_loses_no_line(kernel):
    run = kernel.run("for (let line = 0; line < 3000; line++) console.log(line)")
    assert run.stream("stdout") == "".join(f"{line}\n" for line in range(3000))


def test_a_value_with_a_mime_bundle_is_shown_by_it(kernel):
    run = kernel.run(
        "({ async [Symbol.for('jupyter.mimebundle')]() {\n"
        "  return { 'text/plain': 'plain', 'image/png': new Uint8Array([1, 2, 3]), 'image/svg+xml': undefined };\n"
        "} })"
    )
    assert run.outputs[0]["content"]["data"] == {"text/plain": "plain", "image/png": "AQID"}


def test_values_as_text(kernel):
    assert kernel.run("null").text == "null"
    assert kernel.run("undefined").types == []
    assert kernel.run("new (class Table { toString() { return 'a table'; } })()").text == "a table"
    assert kernel.run("Buffer.from('ab')").text == "<Buffer 61 62>"
    assert kernel.run("new Map([[1, { a: 2 }]])").text == "Map(1) { 1 => { a: 2 } }"


def test_names_of_earlier_cells_in_every_position(kernel):
    kernel.run("let size = 3; const apply = <T>(value: T): T => value; import { sep } from 'node:path';")
    assert kernel.run("apply({ size, sep })").text == "{ size: 3, sep: '/' }"
    assert kernel.run("({ size } = { size: 4 }); [1].map((size) => ({ size }))").text == "[ { size: 1 } ]"
    assert kernel.run("size").text == "4"


@pytest.mark.parametrize(
    "code", ["await (async () => 5)()", "let five = 0; for await (const x of [5]) five = x; five", "if (1) { await null; }; 5"]
)
def test_await_in_every_position(kernel, code):
    assert kernel.run(code).text == "5"


def test_cells_waiting_behind_a_failed_one_are_aborted(kernel):
    ids = [kernel.send(code) for code in ("throw new Error('first')", "'second'", "'third'")]
    assert [kernel.finish(message_id).reply["status"] for message_id in ids] == ["error", "aborted", "aborted"]
    assert kernel.run("'fourth'").text == "'fourth'"


def test_cells_waiting_behind_an_allowed_error_run(kernel):
    ids = [kernel.send(code, stop_on_error=False) for code in ("throw new Error('first')", "'second'")]
    assert [kernel.finish(message_id).reply["status"] for message_id in ids] == ["error", "ok"]


def test_requests_besides_cells(kernel):
    for request, reply_type in (
        (kernel.client.comm_info, "comm_info_reply"),
        (lambda: kernel.client.history(hist_access_type="tail", n=1), "history_reply"),
    ):
        message_id = request()
        reply = kernel.client.get_shell_msg(timeout=5)
        assert (reply["msg_type"], reply["parent_header"]["msg_id"]) == (reply_type, message_id)


def test_completion_knows_the_library(kernel):
    kernel.run("import * as library from './src/lib/outer'")
    message_id = kernel.client.complete("library.out")
    reply = kernel.client.get_shell_msg(timeout=5)
    assert reply["parent_header"]["msg_id"] == message_id
    assert reply["content"]["matches"] == ["outer"]


def test_a_cell_knows_whether_its_client_is_interactive(kernel):
    ask = "(globalThis as any)[Symbol.for('jupyter.interactive')]"
    assert kernel.run(ask, allow_stdin=True).text == "true"
    assert kernel.run(ask, allow_stdin=False).text == "false"


@pytest.fixture(scope="module")
def plots(project):
    """The project's files that make live outputs."""
    folder = "src/lib/plots"
    (project / folder).mkdir()
    for name in ("live-output", "is-interactive", "kernel-display", "load-module", "mime-bundle"):
        shutil.copy(ROOT / folder / f"{name}.ts", project / folder)


def test_a_live_output_is_shown_as_soon_as_it_has_something(kernel, plots):
    run = kernel.run(
        "import { createLiveOutput } from './src/lib/plots/live-output';\n"
        "const output = createLiveOutput();\n"
        "output?.show({ 'text/plain': '1' });",
        allow_stdin=True,
    )
    assert run.types == ["display_data"]


def test_a_live_output_stands_under_the_cell_that_shows_it_first(kernel, plots):
    run = kernel.run(
        "import { createLiveOutput } from './src/lib/plots/live-output';\nconst later = createLiveOutput();",
        allow_stdin=True,
    )
    assert run.types == []
    run = kernel.run("for (const i of [1, 2, 3]) later?.show({ 'text/plain': `${i}` });", allow_stdin=True)
    assert run.types == ["display_data", "update_display_data", "update_display_data"]
    assert [m["content"]["data"]["text/plain"] for m in run.outputs] == ["1", "2", "3"]
    assert len({m["content"]["transient"]["display_id"] for m in run.outputs}) == 1
