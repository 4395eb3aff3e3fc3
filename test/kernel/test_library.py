"""Cells and the project's own TypeScript files: types and reload."""

import pytest


@pytest.fixture
def library(project):
    """Writes files of the library, and puts back what was there."""
    kept = {path: path.read_text() for path in (project / "src/lib").glob("*.ts")}

    def write(name, text):
        (project / "src/lib" / name).write_text(text)

    yield write
    for path in (project / "src/lib").glob("*.ts"):
        if path in kept:
            path.write_text(kept[path])
        else:
            path.unlink()


IMPORT = "import { outer } from './src/lib/outer'; outer()"


def test_an_edited_file_is_read_again_also_behind_another(kernel, library):
    assert kernel.run(IMPORT).text == "'outer first'"
    library("inner.ts", "export const inner = (): string => 'second';\n")
    assert kernel.run(IMPORT).text == "'outer second'"
    library("outer.ts", "import { inner } from './inner';\nexport const outer = () => `other ${inner()}`;\n")
    assert kernel.run(IMPORT).text == "'other second'"


def test_unchanged_files_keep_their_state(kernel, library):
    library("state.ts", "export const state = { count: 0 };\n")
    count = "import { state } from './src/lib/state'; ++state.count"
    assert [kernel.run(count).text for _ in range(2)] == ["1", "2"]
    library("inner.ts", "export const inner = (): string => 'third';\n")
    kernel.run(IMPORT)
    assert kernel.run(count).text == "1", "after a change every module is evaluated again"


def test_a_type_error_in_a_file_names_file_and_line(kernel, library):
    kernel.run(IMPORT)
    library("inner.ts", "\nexport const inner = (): string => 5;\n")
    error = kernel.run(IMPORT).error
    assert error["ename"] == "TypeScriptError"
    assert error["evalue"].startswith("src/lib/inner.ts:2:36 - Type 'number' is not assignable to type 'string'.")
    library("inner.ts", "export const inner = (): string => '5';\n")
    assert kernel.run(IMPORT).text == "'outer 5'"


def test_a_change_that_breaks_another_file_is_seen_there(kernel, library):
    kernel.run(IMPORT)
    library("inner.ts", "export const renamed = 1;\n")
    assert kernel.run("import { renamed } from './src/lib/inner'; renamed").text == "1"
    assert "src/lib/outer.ts:1:10 - " in kernel.run(IMPORT).error["evalue"]


def test_a_file_that_was_missing_is_found_once_it_is_there(kernel, library):
    code = "import { fresh } from './src/lib/fresh'; fresh"
    assert "Cannot find module './src/lib/fresh'" in kernel.run(code).error["evalue"]
    library("fresh.ts", "export const fresh = 'here';\n")
    assert kernel.run(code).text == "'here'"


@pytest.mark.parametrize(
    "code, message",
    [
        ("function f(x) { return x; }", "Parameter 'x' implicitly has an 'any' type."),
        ("const text: string = null;", "Type 'null' is not assignable to type 'string'."),
        ("import type { Named } from './src/lib/outer';\nconst named: Named = {};", "Property 'name' is missing"),
        ("const = 1", "Variable declaration expected."),
    ],
)
def test_cells_are_checked_strictly(kernel, code, message):
    run = kernel.run(code)
    assert run.types == ["error"]
    assert message in run.error["evalue"]
    assert run.error["evalue"].startswith("cell [")


def test_a_message_with_reasons_is_one_text(kernel):
    evalue = kernel.run("const f: (x: number) => string = (x: number) => ({ a: x });").error["evalue"]
    assert evalue.count("cell [") == 1 and "is not assignable" in evalue


def test_packages_that_need_old_util_functions_find_them(kernel):
    assert kernel.run("(require('node:util') as any).isNullOrUndefined(null)").text == "true"
