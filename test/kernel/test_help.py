"""What the kernel explains: names, calls, and habits from Python."""

import pytest


def inspect(kernel, code, cursor=None):
    message_id = kernel.client.inspect(code, len(code) if cursor is None else cursor)
    while True:
        reply = kernel.client.get_shell_msg(timeout=30)
        if reply["parent_header"]["msg_id"] == message_id:
            return reply["content"]["data"].get("text/plain", "")


LIBRARY = """
/** Settings of {@link shrink}. */
export interface ShrinkOptions {
  /** The factor, at least 1. */
  factor?: number;
  names: string[];
}

/**
 * Makes images smaller.
 *
 * @param images gray values
 * @returns fewer values
 * @throws RangeError if the factor is below 1
 * @example shrink([1, 2], { factor: 2, names: [] })
 */
export function shrink(images: number[], { factor = 2, names }: ShrinkOptions): number[] {
  if (factor < 1) throw new RangeError(names.join());
  return images;
}
"""


@pytest.fixture(scope="module")
def library(kernel):
    (kernel.project / "src/lib/shrink.ts").write_text(LIBRARY)
    assert kernel.run("import * as shop from './src/lib/shrink';").reply["status"] == "ok"
    return kernel


# In the parentheses of a call that is still being written.
@pytest.mark.parametrize(
    "code",
    ["shop.shrink(", "const x = 'é😀'; shop.shrink([1], {", "shop.shrink([1, 2], { fac", "[0].map(() => shop.shrink(\n  [1],\n  "],
)
def test_inside_a_call_its_signature_is_shown(library, code):
    text = inspect(library, code)
    assert text.startswith("shrink(images: number[], { factor, names }: shop.ShrinkOptions): number[]")
    assert "Makes images smaller." in text
    assert "@param images gray values" in text
    assert "  factor?: number  // The factor, at least 1.\n  names: string[]" in text
    assert "@returns fewer values" in text
    assert "@throws RangeError if the factor is below 1" in text


def test_on_a_name_its_docstring_is_shown_with_what_it_throws(library):
    for code, cursor in (("shop.shrink", None), ("shop.shrink([1], { names: [] })", 8)):
        text = inspect(library, code, cursor)
        assert "function shrink(images: number[]" in text
        for line in ("Makes images smaller.", "@param images gray values", "@throws RangeError if the factor is below 1"):
            assert line in text


def test_an_argument_is_explained_rather_than_its_call(library):
    assert inspect(library, "const few = [1]; shop.shrink(few, { names: [] })", 31) == "const few: number[]"


def test_overloads_are_all_shown(library):
    text = inspect(library, "Buffer.from(")
    assert text.count("from(") > 3 and "arrayBuffer" in text


def test_outside_of_names_and_calls_nothing_is_found(library):
    assert inspect(library, "1 + ") == ""


@pytest.mark.parametrize(
    "code, line, help",
    [
        ("!ls", 1, "`!ls` runs no command here"),
        ("const a = 1;\n!pip install numpy", 2, "`!pip install numpy` runs no command here"),
        ("%matplotlib inline", 1, "`%matplotlib inline` is IPython's"),
        ("%%time\nconst b = 1;\nb", 1, "console.timeEnd('cell')"),
        ("Math.max?", 1, "press Shift+Tab"),
        ("print('x')", 1, "use `console.log(…)`"),
        ("const c = input('Name: ')", 1, "use `await prompt('…')`"),
        ("const d = len([1])", 1, "`values.length`"),
        ("const e = None", 1, "`null`"),
        ("# a comment\n1", 1, "`//`"),
        ("import numpy as np", 1, "`import * as name from 'package'`"),
        ("from os import path", 1, "`import { name } from 'package'`"),
        ("def f(x):\n  return x", 1, "`function name("),
        ("const f = true and false", 1, "write `&&`"),
        ("const g = (1 > 2) or (2 > 1)", 1, "write `||`"),
        ("const h = not true", 1, "write `!`"),
        ("for x in [1, 2]:\n  1", 1, "`for (const value of values) { … }`"),
        ("if Math.PI > 3:\n  1", 1, "A block is in braces"),
        ("[1].map(lambda x: x + 1)", 1, "`(x) => x + 1`"),
        ('const i = f"{1 + 1}"', 1, "in backticks"),
    ],
)
def test_habits_from_python_get_one_sentence_of_help(kernel, code, line, help):
    error = kernel.run(code).error
    assert help in error["evalue"]
    assert len(error["evalue"].split("\n")) == 1 and f"]:{line}:" in error["evalue"]


def test_the_same_characters_in_typescript_are_left_alone(kernel):
    assert kernel.run("const done = true;\n!done").text == "false"
    assert kernel.run("const text = `\n%%time\n# title\n!ls\n`; text.length").text == "20"
    assert kernel.run("const print = (text: string) => text + '!'; print('x')").text == "'x!'"
    for unfinished in ("console.log('this and that'", "1 + // one or two, not three", "const more = 'this and that or"):
        assert "Python" not in kernel.run(unfinished).error["evalue"]
    error = kernel.run("!done && missing").error["evalue"]
    assert "Cannot find name 'missing'" in error and "command" not in error
    error = kernel.run("print('a');\n%%time\nconst wrong: number = 'text';").error["evalue"].split("\n")
    assert len(error) == 2 and "console.time" in error[0] and "Type 'string'" in error[1]
