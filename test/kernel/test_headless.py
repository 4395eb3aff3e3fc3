"""The tools that run notebooks judge a failing cell rightly."""

import os
import subprocess
import sys

import nbformat
import pytest

NBCONVERT = ["nbconvert", "--to", "notebook", "--execute", "--inplace"]
PYTEST = ["pytest", "-q", "-p", "no:cacheprovider"]

# What is run: a tool, and the cells of its notebook (code, or code with a tag).
RUNS = {
    "nbconvert": (
        NBCONVERT,
        [("throw new Error('expected')", "raises-exception"), "'next'", "throw new TypeError('told')", "'never'"],
    ),
    "nbconvert --allow-errors": ([*NBCONVERT, "--allow-errors"], ["throw new Error('first')", "'second'"]),
    "nbmake": ([*PYTEST, "--nbmake"], ["1", "throw new Error('told')"]),
    "nbval": ([*PYTEST, "--nbval-lax"], ["1 + 1", "void Promise.reject(new Error('told'))"]),
}


def write_notebook(path, cells):
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "tslab", "display_name": "TypeScript"}})
    for cell in cells:
        code, *tags = [cell] if isinstance(cell, str) else cell
        notebook.cells.append(nbformat.v4.new_code_cell(code, metadata={"tags": tags}))
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def finish(project, tmp_path_factory):
    """All tools at once, since each takes seconds to start: `finish(name)` gives exit code, output, notebook."""
    folder = tmp_path_factory.mktemp("notebooks")
    started = {}
    for name, (tool, cells) in RUNS.items():
        path = folder / f"{name}.ipynb"
        write_notebook(path, cells)
        command = [sys.executable, "-m", *tool, str(path)]
        environment = {**os.environ, "JUPYTER_PATH": str(project / "jupyter")}
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started[name] = (process, path)

    def finish(name):
        process, path = started[name]
        output, _ = process.communicate(timeout=120)
        return process.returncode, output, nbformat.read(path, as_version=4)

    yield finish
    for process, _ in started.values():
        if process.poll() is None:
            process.kill()


def test_nbconvert_fails_at_a_failing_cell_and_passes_an_expected_error(finish):
    code, output, _ = finish("nbconvert")
    assert code == 1
    assert "TypeError: told" in output and "cell [3]:1:7" in output


def test_nbconvert_with_allowed_errors_runs_every_cell(finish):
    code, output, notebook = finish("nbconvert --allow-errors")
    assert code == 0, output
    first, second = notebook.cells
    assert [output["output_type"] for output in first.outputs] == ["error"]
    assert (second.outputs[0]["output_type"], second.execution_count) == ("execute_result", 2)
    assert second.outputs[0]["data"] == {"text/plain": "'second'"}


def test_nbmake_fails_at_a_failing_cell(finish):
    code, output, _ = finish("nbmake")
    assert code == 1, output
    assert "told" in output and "1 failed" in output


def test_nbval_passes_and_fails_cell_by_cell(finish):
    code, output, _ = finish("nbval")
    assert code == 1, output
    assert "1 failed, 1 passed" in output
