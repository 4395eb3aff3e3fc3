"""The cells of the project's notebooks, and a kernel to run them in: the one that readers have."""

import os
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
# The project's kernelspec wins over any other `tslab` on the machine, as it does in the npm scripts.
os.environ["JUPYTER_PATH"] = str(ROOT / "jupyter")

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def answers_of(notebook):
    """The TypeScript in the notebook's answers, by the exercise that it answers."""
    answers = {}
    for cell in notebook.cells:
        if "answer" not in cell.metadata.get("tags", []):
            continue
        for code in re.findall(r"^```ts\n(.*?)^```$", cell.source, re.MULTILINE | re.DOTALL):
            checks = re.findall(r"checkExercise\('([\d.]+)'", code)
            assert len(checks) == 1, f"one check expected in cell {cell.id}"
            answers[checks[0]] = code
    return answers


def code_of(number, until=None, answers=()):
    """The code of a notebook's cells, up to the one that contains a text, and of some answers."""
    notebook = nbformat.read(NOTEBOOKS[number - 1], as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    if until is not None:
        cells = cells[: next(i for i, source in enumerate(cells) if until in source) + 1]
    return [*cells, *(answers_of(notebook)[name] for name in answers)]


def printed(cell):
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def run(notebook):
    NotebookClient(notebook, timeout=300, kernel_name="tslab", resources={"metadata": {"path": str(ROOT)}}).execute()
