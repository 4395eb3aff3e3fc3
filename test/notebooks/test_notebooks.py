"""Runs every notebook, and after its cells the answers to its exercises, in the kernel that readers have.

An exercise that nobody has answered must not stop a notebook, and the code of every answer must be right as printed.
"""

import os
import re
from pathlib import Path

import nbformat
import pytest
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


def exercises_of(notebook):
    """The names of the exercises that the notebook's own cells check."""
    cells = [cell for cell in notebook.cells if "exercise" in cell.metadata.get("tags", [])]
    return [re.search(r"checkExercise\('([\d.]+)'", cell.source)[1] for cell in cells]


def printed(cell):
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def run(notebook):
    NotebookClient(notebook, timeout=300, kernel_name="tslab", resources={"metadata": {"path": str(ROOT)}}).execute()


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


# Draws images of one's own: three classes of faces with names that are no emotions, or stripes.
DRAW_FACES = """
import { mkdirSync, writeFileSync } from 'node:fs';
import * as emotion from './src/lib/index';
const meant = { smiling: 'Happiness', astonished: 'Surprise', calm: 'Neutral' } as const;
for (const [name, shown] of Object.entries(meant)) {
  mkdirSync(`${process.env.DATASET}/${name}`, { recursive: true });
  for (let seed = 0; seed < 30; seed++)
    writeFileSync(`${process.env.DATASET}/${name}/${seed}.jpg`, await emotion.drawFace(shown, { seed, size: 48 }));
}
"""
DRAW_STRIPES = """
import { mkdirSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
const ways = { level: (x: number, y: number) => y, upright: (x: number) => x };
for (const [name, way] of Object.entries(ways)) {
  mkdirSync(`${process.env.DATASET}/${name}`, { recursive: true });
  for (let i = 0; i < 30; i++) {
    const bright = (x: number, y: number) => Math.floor((way(x, y) + (i % 7)) / (4 + (i % 5))) % 2 === 0;
    const pixels = Uint8Array.from({ length: 48 * 48 }, (_, p) => (bright(p % 48, Math.floor(p / 48)) ? 200 - i : 60));
    const raw = { width: 48, height: 48, channels: 1 } as const;
    writeFileSync(`${process.env.DATASET}/${name}/${i}.png`, await sharp(pixels, { raw }).png().toBuffer());
  }
}
"""


def run_on_own_images(draw, cells, folder, monkeypatch):
    """What cells of notebooks print on images of one's own, in one kernel, which compiles the library once."""
    for name, value in {"FER2013": "", "DATASET": folder / "own", "RUNS": folder / "runs", "EPOCHS": 1}.items():
        monkeypatch.setenv(name, str(value))
    (folder / "own").mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in [draw, *cells]])
    run(notebook)
    return "".join(printed(cell) for cell in notebook.cells)


def code_of(number, until=None, answers=()):
    """The code of a notebook's cells, up to the one that contains a text, and of some answers."""
    notebook = nbformat.read(NOTEBOOKS[number - 1], as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    if until is not None:
        cells = cells[: next(i for i, source in enumerate(cells) if until in source) + 1]
    return [*cells, *(answers_of(notebook)[name] for name in answers)]


def test_all_notebooks_run_on_faces_of_ones_own_classes(tmp_path, monkeypatch):
    right = {2: ["2.1"], 3: ["3.2"], 6: ["6.1", "6.2"], 7: ["7.1", "7.2"]}
    cells = [code for number in range(1, 9) for code in code_of(number, answers=right.get(number, ()))]
    said = run_on_own_images(DRAW_FACES, cells, tmp_path, monkeypatch)
    for name in sum(right.values(), []):
        assert f"Exercise {name}: right." in said
    assert "3 classes, in the order of their labels: astonished, calm, smiling." in said
    assert "Left out: FER+'s votes are on FER-2013's images" in said
    assert "Faces: everything below uses the model of notebooks 6 and 7" in said
    assert "It tells apart: astonished, calm, smiling" in said
    # The last program names faces by the model that notebook 7 saved.
    assert re.search(r"^\d+ \d+ (astonished|calm|smiling) 0\.\d\d", said, re.MULTILINE)


def test_notebook_8_shows_what_a_model_says_of_images_that_are_no_faces(tmp_path, monkeypatch):
    cells = code_of(5, until="await emotion.fit(model") + code_of(8, until="It tells apart: ")
    said = run_on_own_images(DRAW_STRIPES, cells, tmp_path, monkeypatch)
    assert "A face was found in 0 of 6 images" in said
    assert "No faces: everything below uses drawn people and the bundled model" in said
    assert "It tells apart: Anger, Disgust, Fear" in said
