import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { decodeImage, drawFace } from '../../src/lib/dataset';
import { IMAGE_BYTES, type Dataset } from '../../src/lib/dataset/dataset';
import { EMOTIONS } from '../../src/lib/emotions';
import { classify, predictedLabels } from '../../src/lib/evaluation';
import {
  cropFace,
  findFacesInScenes,
  loadFaceDetector,
  scoreCropScales,
  type FaceInScene,
} from '../../src/lib/faces';
import { loadModel } from '../../src/lib/model';

/** Drawn faces, two of each emotion. */
async function drawnFaces(): Promise<Dataset> {
  const labels = Uint8Array.from({ length: 14 }, (_, i) => i % EMOTIONS.length);
  const images = new Uint8Array(labels.length * IMAGE_BYTES);
  for (const [i, label] of labels.entries())
    images.set(await decodeImage(await drawFace(EMOTIONS[label], { seed: i + 1 })), i * IMAGE_BYTES);
  const names = Array.from(labels, (_, i) => `face ${i}`);
  const source = {
    kind: 'drawn faces',
    form: 'folder',
    path: 'none',
    fingerprint: 'none',
    labeledBy: 'own',
  } as const;
  return { classes: EMOTIONS, images, labels, names, splits: names.map(() => 'privateTest'), source };
}

describe('findFacesInScenes()', () => {
  let dataset: Dataset;
  let found: FaceInScene[];
  before(async () => {
    dataset = await drawnFaces();
    found = await findFacesInScenes(await loadFaceDetector(), dataset, { seed: 1 });
  });

  it('finds at least 12 of 14 faces, each with its own label, in three scenes', () => {
    assert.ok(found.length >= 12, `${found.length}`);
    assert.equal(new Set(found.map(({ image }) => image)).size, 3);
    for (const { index, label } of found) assert.equal(label, dataset.labels[index]);
    assert.deepEqual(
      found.map(({ index }) => index),
      [...new Set(found.map(({ index }) => index))].sort((a, b) => a - b),
    );
  });

  it('finds each image where it was put: three in a row, two rows in a scene', () => {
    for (const { index, face } of found) {
      const { x, y, width, height } = face.box;
      const cell = [(x + width / 2) / 160, (y + height / 2) / 160].map(Math.floor);
      assert.deepEqual(cell, [index % 3, Math.floor((index % 6) / 3)]);
    }
  });
});

describe('scoreCropScales()', () => {
  it('is the accuracy on crops of each size', async () => {
    const dataset = await drawnFaces();
    const found = await findFacesInScenes(await loadFaceDetector(), dataset, { seed: 2 });
    const { model } = await loadModel('models/emotion');
    const scores = await scoreCropScales(model, found, [1, 2]);
    for (const { scale, n, accuracy, interval } of scores) {
      let correct = 0;
      for (const { image, face, label } of found) {
        const [predicted] = predictedLabels(await classify(model, cropFace(image, face, { scale })));
        if (predicted === label) correct++;
      }
      assert.deepEqual([n, accuracy], [found.length, correct / found.length]);
      assert.ok(interval.low <= accuracy && accuracy <= interval.high);
    }
    await assert.rejects(scoreCropScales(model, [], [1]), /Expected faces to be at least one but found 0/);
  });
});
