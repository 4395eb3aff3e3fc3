import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertPixels } from '../../src/lib/dataset/assert-pixels';
import { createBatches } from '../../src/lib/dataset/batches';
import type { Dataset } from '../../src/lib/dataset/dataset';
import { tf } from '../../src/lib/engine/tensorflow';
import { classify } from '../../src/lib/evaluation/classify';
import { computeFeatureMaps } from '../../src/lib/evaluation/feature-maps';
import { gradCam } from '../../src/lib/evaluation/grad-cam';
import { predict } from '../../src/lib/evaluation/predict';
import { inMemory, noise } from './support/tiny-set';

/** Gray values with one that is none. */
function withOne(value: number, at = 50): Float32Array {
  const pixels = Float32Array.from(noise(1));
  pixels[at] = value;
  return pixels;
}

describe('assertPixels()', () => {
  it('takes bytes and other numbers from 0 to 255', () => {
    assertPixels(noise(1), { name: 'pixels' });
    assertPixels(Array.from(noise(1)), { name: 'pixels' });
    assertPixels(withOne(254.5), { name: 'pixels' });
  });

  it('names the place of NaN and of what is beyond the scale', () => {
    for (const value of [NaN, Infinity, -Infinity, -1, 255.5])
      assert.throws(() => assertPixels(withOne(value), { name: 'pixels' }), {
        message: new RegExp(`pixels \\(row 1, column 2, .* 0 to 255 but found ${value}`),
      });
    const two = Float32Array.from([...noise(1), ...withOne(NaN, 0)]);
    assert.throws(() => assertPixels(two, { name: 'pixels' }), /image 1, row 0, column 0/);
    assert.throws(() => assertPixels([1, 2, 3], { name: 'pixels' }), /whole image .* found 3/);
  });
});

describe('NaN pixels', () => {
  it('are refused by everything that takes pixels', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [48, 48, 1], filters: 2, kernelSize: 3 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 7, activation: 'softmax' }),
      ],
    });
    for (const use of [classify, gradCam, computeFeatureMaps, predict])
      await assert.rejects(() => use(model, withOne(NaN)), /row 1, column 2.*found NaN/, use.name);
    const floats = { ...inMemory([{ seed: 1, label: 1 }]), images: withOne(NaN) as unknown as Uint8Array };
    await assert.rejects(predict(model, floats), /data set's images \(row 1, column 2.*found NaN/);
    assert.throws(() => createBatches(floats), /a Uint8Array .* found Float32Array/);
    model.dispose();
  });
});

describe('batches() refuses', () => {
  const good = inMemory([
    { seed: 1, label: 1 },
    { seed: 2, label: 6 },
  ]);
  const refuses = (change: Partial<Dataset>, message: RegExp) =>
    assert.throws(() => createBatches({ ...good, ...change }), message);

  it('half an image, labels that there are not, and another number of them', () => {
    refuses({ images: good.images.subarray(1) }, /whole images .* found 4607 bytes/);
    refuses({ labels: Uint8Array.of(1) }, /labels to be 2, .* found 1/);
    refuses({ labels: Uint8Array.of(1, 7) }, /label of image 1 .* 0 to 6 .* found 7/);
  });

  it('targets and weights that are not finite', () => {
    const probabilities = new Float32Array(14).fill(1 / 7);
    probabilities[9] = NaN;
    assert.throws(
      () => createBatches(good, { labelDistributions: probabilities }),
      /of image 1 .* found .*NaN/,
    );
    assert.throws(
      () => createBatches(good, { classWeights: [1, 1, 1, NaN, 1, 1, 1] }),
      /7 numbers, one for each class/,
    );
  });
});
