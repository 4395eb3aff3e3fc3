import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IMAGE_BYTES } from '../../src/lib/dataset/dataset';
import { compileForPrediction, tf, useFastTraining } from '../../src/lib/engine/index';
import { classify } from '../../src/lib/evaluation/classify';
import { predict } from '../../src/lib/evaluation/predict';

/**
 * Gives class 2 for bright images and class 4 for dark ones: softmax of two scores that cross at
 * 100.
 */
function brightnessModel(): tf.LayersModel {
  const dense = tf.layers.dense({ units: 7, activation: 'softmax', inputShape: [1] });
  const model = tf.sequential({
    layers: [tf.layers.globalAveragePooling2d({ inputShape: [48, 48, 1] }), dense],
  });
  dense.setWeights([tf.tensor2d([[0, 0, 0.1, 0, -0.1, 0, 0]]), tf.tensor1d([0, 0, -10, 0, 10, 0, 0])]);
  return model;
}

describe('classify()', () => {
  it('gives the seven probabilities of one picture and leaves no tensor behind', async () => {
    const model = brightnessModel();
    const before = tf.memory().numTensors;
    const bright = await classify(model, new Uint8Array(IMAGE_BYTES).fill(200));
    const dark = await classify(model, new Uint8Array(IMAGE_BYTES).fill(10));
    assert.equal(tf.memory().numTensors, before);
    // Scores 10 and -10 against five zeros.
    const sum = Math.exp(10) + Math.exp(-10) + 5;
    assert.ok(Math.abs(bright[2] - Math.exp(10) / sum) < 1e-6);
    assert.equal(dark.indexOf(Math.max(...dark)), 4);
  });

  it('takes several images, like predict()', async () => {
    const model = brightnessModel();
    const images = new Uint8Array(3 * IMAGE_BYTES).map((_, i) => (i * 7) % 256);
    const probabilities = await classify(model, images);
    assert.equal(probabilities.length, 21);
    for (const same of [images, { images }, Float32Array.from(images), Array.from(images)]) {
      assert.deepEqual(await classify(model, same), probabilities);
      assert.deepEqual(await predict(model, same, { batchSize: 3 }), probabilities);
    }
  });

  it('gives what predict() gives where OpenVINO predicts, and follows a change of the model', async () => {
    const model = brightnessModel();
    compileForPrediction(model);
    const pixels = new Uint8Array(40 * IMAGE_BYTES).map((_, i) => (i * 7) % 256);
    const fast = useFastTraining({ precision: 'float32' });
    try {
      for (const count of [1, 2, 40]) {
        const images = pixels.subarray(0, count * IMAGE_BYTES);
        const x = tf.tensor4d(Float32Array.from(images), [count, 48, 48, 1]);
        const expected = (model.predict(x) as tf.Tensor2D).dataSync<'float32'>();
        assert.deepEqual(await classify(model, images), expected);
      }
      const dark = pixels.subarray(0, IMAGE_BYTES).fill(10);
      const before = await classify(model, dark);
      assert.equal(before.indexOf(Math.max(...before)), 4);
      model.layers[1].setWeights([tf.zeros([1, 7]), tf.tensor1d([0, 0, 0, 0, 0, 0, 9])]);
      const changed = await classify(model, dark);
      assert.equal(changed.indexOf(Math.max(...changed)), 6);
    } finally {
      fast();
    }
  });

  it('reports a model that takes images of another size', async () => {
    const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [64, 64, 1] })] });
    compileForPrediction(model);
    const fast = useFastTraining({ precision: 'float32' });
    try {
      await assert.rejects(classify(model, new Uint8Array(IMAGE_BYTES)), /expected .* to have shape/);
    } finally {
      fast();
    }
  });

  it('refuses pixels of another size', async () => {
    await assert.rejects(() => classify(brightnessModel(), new Uint8Array(100)), {
      message: 'Expected pixels to be of at least one whole image of 2304 pixels (48x48) but found 100.',
    });
  });
});
