"""What an interrupt does to a cell, and what is left afterwards."""

import time

import pytest


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("console.log('begun'); await new Promise(() => {});", id="a wait"),
        pytest.param("console.log('begun'); for (;;) await null;", id="awaits that never let the event loop turn"),
        pytest.param("console.log('begun'); while (true) {}", id="a loop without await"),
        pytest.param("await null; console.log('begun'); while (true) {}", id="a loop without await, after one"),
        pytest.param("console.log('begun'); await new Promise(() => setTimeout(() => { for (;;); }));", id="a timer"),
        pytest.param("const go = async () => { for (;;) await null; };\nconsole.log('begun'); await go();", id="a function"),
    ],
)
def test_an_interrupted_cell_ends_and_the_kernel_goes_on(kernel, code):
    kernel.run("let kept = 1;")
    run = kernel.run_and_interrupt(code)
    assert run.error["ename"] == "KeyboardInterrupt"
    assert run.reply["status"] == "error"
    assert run.seconds < 5
    assert kernel.run("kept + 1").text == "2"


def test_the_rest_of_an_interrupted_cell_never_runs(kernel):
    run = kernel.run_and_interrupt(
        "for (let i = 0; i < 40; i++) {\n"
        "  await new Promise((go) => setTimeout(go, 25)); (globalThis as any).steps = i; console.log(i);\n"
        "}"
    )
    assert run.error["ename"] == "KeyboardInterrupt"
    steps = kernel.run("(globalThis as any).steps").text
    assert int(steps) < 39
    kernel.run("await new Promise((go) => setTimeout(go, 200))")
    assert kernel.run("(globalThis as any).steps").text == steps


def test_code_that_watches_the_signal_comes_to_its_own_end(kernel):
    run = kernel.run_and_interrupt(
        "const { signal } = { signal: (globalThis as any)[Symbol.for('jupyter.interrupt')] as AbortSignal };\n"
        "async function train() {\n"
        "  for (let batch = 0; ; batch++) {\n"
        "    if (batch === 1) console.log('begun');\n"
        "    if (signal.aborted) { await null; console.log('saved'); throw new Error('stopped by hand'); }\n"
        "    await null;\n"
        "  }\n"
        "}\n"
        "const outside = eval(`(${train})`.replace(/__guard/g, '')) as typeof train;\n"
        "await outside();"
    )
    assert run.stream("stdout").endswith("saved\n")
    assert (run.error["ename"], run.error["evalue"]) == ("KeyboardInterrupt", "stopped by hand")


def test_the_next_cell_has_a_signal_that_is_not_aborted(kernel):
    kernel.run_and_interrupt("console.log('begun'); await new Promise(() => {});")
    assert kernel.run("(globalThis as any)[Symbol.for('jupyter.interrupt')].aborted").text == "false"


def test_listeners_of_the_signal_are_called(kernel):
    run = kernel.run_and_interrupt(
        "const given = (globalThis as any)[Symbol.for('jupyter.interrupt')] as AbortSignal;\n"
        "console.log('begun');\n"
        "await (require('node:timers/promises') as typeof import('node:timers/promises')).setTimeout(60000, 0, { signal: given });"
    )
    assert run.seconds < 5 and run.error["ename"] == "KeyboardInterrupt"


def test_an_interrupt_between_cells_changes_nothing(kernel):
    kernel.run("1")
    kernel.manager.interrupt_kernel()
    time.sleep(0.2)
    assert kernel.run("'still here'").text == "'still here'"


def test_tensorflow_is_usable_after_its_loop_was_cut(kernel):
    kernel.run(
        "import * as tf from '@tensorflow/tfjs-node';\n"
        "const weight = tf.variable(tf.scalar(1)); const optimizer = tf.train.sgd(0.01);\n"
        "const step = () => tf.tidy(() => void optimizer.minimize(() => weight.mul(weight).asScalar()));"
    )
    depth = (
        "(({ gradientDepth, kernelDepth, scopeStack }: any) => [gradientDepth, kernelDepth, scopeStack.length])"
        "((tf.engine() as any).state)"
    )
    before = kernel.run(depth).text
    run = kernel.run_and_interrupt("console.log('begun'); for (;;) step();")
    assert run.error["ename"] == "KeyboardInterrupt"
    assert kernel.run(depth).text == before
    assert kernel.run("const count = tf.memory().numTensors; step(); tf.memory().numTensors - count").text == "0"
