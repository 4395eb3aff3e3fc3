import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { parseOptions } from '../../scripts/robustness/options';
import { measureFalseHits } from '../../scripts/robustness/measure-false-hits';
import { measureScenes } from '../../scripts/robustness/measure-scenes';
import { hideFaces } from '../../scripts/shared/hidden-faces/hide-faces';
import {
  decodeImage,
  drawFace,
  EMOTIONS,
  IMAGE_BYTES,
  loadFaceDetector,
  loadModel,
  type tf,
} from '../../src/lib/index';

let detector: tf.GraphModel;
let model: tf.LayersModel;
const labels = Uint8Array.from(EMOTIONS, (_, label) => label);
const images = new Uint8Array(labels.length * IMAGE_BYTES);

before(async () => {
  detector = await loadFaceDetector();
  ({ model } = await loadModel('models/emotion'));
  for (const [label, emotion] of EMOTIONS.entries())
    images.set(await decodeImage(await drawFace(emotion, { seed: 3, size: 48 })), label * IMAGE_BYTES);
});

const onProgress = () => {};

describe('npm run robustness', () => {
  it('hides each image whole, where its box says', async () => {
    for await (const { index, image, box } of hideFaces({ images, size: 96, degrees: 30, seed: 1 })) {
      assert.ok(box.x >= -1e-9 && box.y >= -1e-9);
      assert.ok(box.x + box.width <= image.width + 1e-9 && box.y + box.height <= image.height + 1e-9);
      // A square of 96 pixels turned by 30 degrees.
      assert.ok(Math.abs(box.width - 96 * (Math.cos(Math.PI / 6) + 0.5)) < 1e-9, String(index));
    }
    // Upright and at its own size, its pixels are those of the image, but for the camera's noise.
    for await (const { index, image, box } of hideFaces({ images, size: 48, seed: 2 })) {
      const [left, top] = [Math.round(box.x), Math.round(box.y)];
      let difference = 0;
      for (let i = 0; i < IMAGE_BYTES; i++) {
        const at = ((top + Math.floor(i / 48)) * image.width + left + (i % 48)) * 3;
        difference += image.data[at] - images[index * IMAGE_BYTES + i];
      }
      assert.ok(Math.abs(difference / IMAGE_BYTES) < 2, `${index}: ${difference / IMAGE_BYTES}`);
    }
  });

  it('finds drawn faces again, and judges them as the images themselves', async () => {
    const row = await measureScenes({ detector, model, images, labels, size: 192, seed: 1, onProgress });
    assert.deepEqual([row.size, row.degrees, row.faces], [192, 0, 7]);
    assert.ok(row.found >= 6, String(row.found));
    assert.ok(row.original !== null && row.crop !== null && row.upright !== null);
    assert.ok(Math.abs(row.original - row.crop) < 0.5);
  });

  it('has no accuracy where nothing was found', async () => {
    const row = await measureScenes({
      ...{ detector, model, images, labels, size: 96, seed: 1, onProgress },
      minScore: 0.999,
    });
    assert.deepEqual([row.found, row.original, row.crop, row.upright], [0, null, null, null]);
  });

  it('counts the empty rooms in which it finds a face', async () => {
    const found = await measureFalseHits(detector, { scenes: 4, tiles: 1, seed: 1, onProgress });
    assert.deepEqual(found, { scenes: 4, tiles: 1, withFaces: 0 });
  });

  it('refuses options that it does not have', () => {
    assert.deepEqual(parseOptions([]), { faces: 500, seed: 1, write: false });
    assert.throws(() => parseOptions(['--faces', '3']), /Expected --faces to be a whole number from 10/);
    assert.throws(() => parseOptions(['--facs']), /npm run robustness/);
  });
});
