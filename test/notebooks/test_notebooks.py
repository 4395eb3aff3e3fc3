"""Runs every notebook, and after its cells the answers to its exercises, in the kernel that readers have.

An exercise that nobody has answered must not stop a notebook, and the code of every answer must be right as printed.
"""

import re

import nbformat
import pytest
from cells import NOTEBOOKS, answers_of, printed, run


def exercises_of(notebook):
    """The names of the exercises that the notebook's own cells check."""
    cells = [cell for cell in notebook.cells if "exercise" in cell.metadata.get("tags", [])]
    return [re.search(r"checkExercise\('([\d.]+)'", cell.source)[1] for cell in cells]


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_runs_and_its_answers_are_right(file):
    notebook = nbformat.read(file, as_version=4)
    exercises, answers = exercises_of(notebook), answers_of(notebook)
    assert exercises == list(answers), "every exercise has an answer with code"
    own = len(notebook.cells)
    for code in answers.values():
        notebook.cells.append(nbformat.v4.new_code_cell(code))
    run(notebook)

    untouched = [cell for cell in notebook.cells[:own] if "exercise" in cell.metadata.get("tags", [])]
    for name, cell in zip(exercises, untouched):
        assert f"Exercise {name}: no answer yet." in printed(cell)
    for name, cell in zip(answers, notebook.cells[own:]):
        result, verdict, _ = printed(cell).partition(f"Exercise {name}: right.\n")
        assert verdict, printed(cell)
        shown = [output for output in cell.outputs if output.output_type == "display_data"]
        assert shown or result, f"the result of {name} is seen, not only checked"


def change(notebook, before, after):
    """Does what the notebook's text tells a reader to do."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and before in cell.source]
    assert len(cells) == 1, f"{before} is there {len(cells)} times"
    cells[0].source = cells[0].source.replace(before, after)


def test_a_network_that_a_reader_changed_is_trained_and_the_earlier_run_is_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("RUNS", str(tmp_path))
    monkeypatch.setenv("EPOCHS", "1")
    define, train = (nbformat.read(NOTEBOOKS[index], as_version=4) for index in (3, 4))
    change(define, "= networks[settings.architecture];", "= mine;")
    run(define)
    folder = next(tmp_path.iterdir())
    (folder / "history.json").write_text("of the earlier run")

    change(train, "// await emotion.newRun(settings)", "await emotion.newRun(settings)")
    run(train)
    assert any("mine: " in printed(cell) for cell in train.cells if cell.cell_type == "code")
    assert (folder / "checkpoints" / "best.safetensors").exists()
    assert '"epoch": 1' in (folder / "history.json").read_text()
    assert (tmp_path / f"{folder.name}-before1" / "history.json").read_text() == "of the earlier run"
