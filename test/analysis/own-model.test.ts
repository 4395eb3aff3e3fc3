import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { analyzeFile, parseCsv, reportPage } from '../../src/lib/analysis/index';
import { drawFace } from '../../src/lib/dataset/index';
import { csvColumns, csvHeader, csvLine, type FaceRow, loadEmotionDetector } from '../../src/lib/faces/index';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';
import { createModel, saveModel } from '../../src/lib/model/index';

const folder = temporaryFolder('own-model-test');
after(() => rmSync(folder, { recursive: true }));

const TWELVE = Array.from({ length: 12 }, (_, i) => `kind ${i}`);

describe('a model of other classes on photographs', () => {
  for (const classes of [['beard, long', '+glasses', 'x'], TWELVE])
    it(`names ${classes.length} classes from the photograph to the CSV and the report`, async () => {
      const [models, photo] = ['model', 'face.png'].map((name) =>
        path.join(folder, `${classes.length}`, name),
      );
      await saveModel(createModel({ classes }), models);
      writeFileSync(photo, await drawFace('Happiness', { seed: 3, size: 200, isColour: true }));
      const detector = await loadEmotionDetector({ model: models });
      assert.deepEqual(detector.classes, classes);
      const rows: FaceRow[] = [];
      for await (const frame of analyzeFile(photo, { detector, name: 'face.png' })) rows.push(...frame);
      detector.dispose();
      assert.equal(rows.length, 1);
      const { face, emotion } = rows[0];
      assert.deepEqual(Object.keys(face!.probabilities), classes);
      assert.ok(classes.includes(emotion));
      assert.equal(face!.probabilities[emotion], face!.confidence);

      const csv = `${[csvHeader({ classes }), ...rows.map((row) => csvLine(row, { classes }))].join('\n')}\n`;
      const [read] = parseCsv(csv, { file: 'faces.csv', smoothing: 0, classes });
      assert.equal(read.emotion, emotion);
      for (const name of classes)
        assert.ok(Math.abs(read.face!.probabilities[name] - face!.probabilities[name]) < 1e-4);
      assert.throws(
        () => parseCsv(csv, { file: 'faces.csv', smoothing: 0 }),
        /first line of faces\.csv to be/,
      );

      const files = [{ name: 'face.png', path: photo, rows }];
      const settings = { settings: {}, every: 0.2, minConfidence: 0, failures: [] };
      const page = await reportPage({ files, classes, ...settings });
      assert.match(page, /<h1>Faces and their classes<\/h1>/);
      assert.ok(page.includes(`${emotion} `) && !/emotion|expression|feeling/i.test(page));
    });
});

describe('csvColumns()', () => {
  it('keeps the names of classes, but for those of its other columns and formulas', () => {
    const columns = csvColumns({ classes: ['Cat', 'x', '=A1'], smoothing: 1 });
    assert.deepEqual(columns.slice(9, 12), ['Cat', 'x_probability', './=A1']);
    assert.equal(csvHeader({ classes: ['a,b', 'c'] }).includes('detection,"a,b",c,emotion'), true);
  });
});
