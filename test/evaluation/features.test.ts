import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { IMAGE_BYTES } from '../../src/lib/dataset/dataset';
import { tf } from '../../src/lib/engine/tensorflow';
import {
  computeFeatureMaps,
  extractFeatures,
  convolutionFilters,
  predict,
} from '../../src/lib/evaluation/index';
import { createModel } from '../../src/lib/model/index';
import { syntheticDataset } from './synthetic';

const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5) => {
  assert.equal(actual.length, expected.length);
  Array.from(expected).forEach((value, i) =>
    assert.ok(Math.abs(actual[i] - value) <= tolerance, `${actual[i]} is not ${value} at ${i}`),
  );
};

/** What a dense layer with softmax makes of one row, by loops. */
function softmaxOf(row: ArrayLike<number>, layer: tf.layers.Layer): number[] {
  const [kernel, bias] = layer.getWeights().map((weight) => weight.dataSync());
  const logits = Array.from(bias, (value, k) =>
    Array.from(row).reduce((sum, feature, d) => sum + feature * kernel[d * bias.length + k], value),
  );
  const weights = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}

describe('features()', () => {
  const dataset = syntheticDataset([0, 1, 2]);
  for (const [architecture, width] of [
    ['compact', 192],
    ['large', 256],
  ] as const) {
    it(`gives what the last layer of ${architecture} tells the emotions by`, async () => {
      const model = createModel({ architecture, seed: 3 });
      const { rows, dimensions, layer } = await extractFeatures(model, dataset, { batchSize: 2 });
      assert.deepEqual([dimensions, layer, rows.length], [width, 'mean', 3 * width]);
      near(
        softmaxOf(rows.subarray(width, 2 * width), model.getLayer('probabilities')),
        await predict(model, dataset, { indices: [1] }),
      );
      model.dispose();
    });
  }
  it('gives the flattened output of classic, or that of the layer asked for, of the images asked for', async () => {
    const model = createModel({ architecture: 'classic', seed: 3 });
    const flat = await extractFeatures(model, dataset, { indices: [2] });
    assert.deepEqual([flat.dimensions, flat.layer, flat.rows.length], [4608, 'flatten', 4608]);
    const { rows, dimensions } = await extractFeatures(model, dataset, {
      indices: [2],
      layer: 'dense2_relu',
    });
    assert.equal(dimensions, 512);
    near(softmaxOf(rows, model.getLayer('probabilities')), await predict(model, dataset, { indices: [2] }));
    model.dispose();
  });
  it('leaves the model as it was and no tensor behind', async () => {
    const model = createModel({ seed: 1 });
    const topology = JSON.stringify(model.toJSON());
    const before = tf.memory().numTensors;
    await extractFeatures(model, dataset);
    assert.equal(tf.memory().numTensors, before);
    assert.equal(JSON.stringify(model.toJSON()), topology);
    model.dispose();
  });
  it('refuses a layer that there is not or that gives no rows, and a model without', async () => {
    const model = createModel({ seed: 1 });
    await assert.rejects(
      extractFeatures(model, dataset, { layer: 'nose' }),
      /layer nose to be one with output \[n, d\] but found no layer with that name\. Matching layers: .*mean/,
    );
    await assert.rejects(
      extractFeatures(model, dataset, { layer: 'stem_conv' }),
      /found Conv2D that gives \[null,48,48,32\]/,
    );
    model.dispose();
    const dense = tf.sequential({ layers: [tf.layers.dense({ units: 7, inputShape: [IMAGE_BYTES] })] });
    await assert.rejects(
      extractFeatures(dense, dataset),
      /the model to be one with a pooling or flattening layer .* but found Dense/,
    );
    dense.dispose();
  });
});

describe('filters() and featureMaps()', () => {
  const kernel = Float32Array.from({ length: 3 * 3 * 2 }, (_, i) => Math.sin(i));
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [48, 48, 1],
        filters: 2,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        name: 'look',
      }),
      tf.layers.maxPooling2d({ poolSize: 2, name: 'pool' }),
    ],
  });
  tf.tidy(() => model.setWeights([tf.tensor4d(kernel, [3, 3, 1, 2]), tf.tensor1d([0, 0.5])]));
  after(() => model.dispose());
  const { images } = syntheticDataset([0]);

  it("give the first convolution's weights, filter after filter", () => {
    const { layer, height, width, count, weights } = convolutionFilters(model);
    assert.deepEqual([layer, height, width, count], ['look', 3, 3, 2]);
    assert.deepEqual(
      [...weights],
      [...kernel.filter((_, i) => i % 2 === 0), ...kernel.filter((_, i) => i % 2 === 1)],
    );
  });
  it('give what the layer makes of the image, map after map', async () => {
    const before = tf.memory().numTensors;
    const { layer, height, width, count, values } = await computeFeatureMaps(model, images);
    assert.deepEqual([layer, height, width, count], ['look', 48, 48, 2]);
    // By hand: the second filter around row 10, column 20.
    let sum = 0.5;
    for (let y = 0; y < 3; y++)
      for (let x = 0; x < 3; x++) sum += images[(9 + y) * 48 + 19 + x] * kernel[(y * 3 + x) * 2 + 1];
    near([values[2304 + 10 * 48 + 20]], [Math.max(0, sum)], 1e-3);
    const pooled = await computeFeatureMaps(model, images, { layer: 'pool' });
    assert.deepEqual([pooled.height, pooled.values.length], [24, 2 * 24 * 24]);
    near(
      [pooled.values[576 + 5 * 24 + 10]],
      [Math.max(...[0, 1, 48, 49].map((step) => values[2304 + 10 * 48 + 20 + step]))],
    );
    assert.equal(tf.memory().numTensors, before);
  });
  it('refuse a layer without places and more than one image', async () => {
    await assert.rejects(
      computeFeatureMaps(model, new Uint8Array(2 * IMAGE_BYTES)),
      /the pixels of one image but found 4608/,
    );
    await assert.rejects(
      computeFeatureMaps(model, new Uint8Array(9)),
      /at least one whole image of 2304 pixels \(48x48\) but found 9/,
    );
    const compact = createModel({ seed: 1 });
    assert.equal(convolutionFilters(compact).weights.length, 32 * 9);
    assert.equal((await computeFeatureMaps(compact, images)).layer, 'stem_relu');
    await assert.rejects(
      computeFeatureMaps(compact, images, { layer: 'mean' }),
      /layer mean to be a layer that gives \[n, height, width, channels\]/,
    );
    compact.dispose();
  });
});
