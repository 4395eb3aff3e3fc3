"""Runs the notebooks' cells on images of one's own."""

import re

import nbformat
from cells import answers_of, code_of, printed, run

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
