import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { tf } from '../../src/lib/engine/tensorflow';
import { predict, scoreSplits } from '../../src/lib/evaluation/index';
import { IMAGE_BYTES } from '../../src/lib/dataset/dataset';
import { syntheticDataset } from './synthetic';

// One dense layer on the raw pixels, so that a loop over the pixels can check it.
const weights = Float32Array.from({ length: IMAGE_BYTES * 7 }, (_, i) => Math.sin(i) / 2000);
function linearModel(): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [48, 48, 1] }),
      tf.layers.dense({ units: 7, activation: 'softmax', useBias: false }),
    ],
  });
  tf.tidy(() => model.setWeights([tf.tensor2d(weights, [IMAGE_BYTES, 7])]));
  return model;
}

function byHand(pixels: ArrayLike<number>, mirrored = false): number[] {
  const sums = Array.from({ length: 7 }, (_, k) => {
    let sum = 0;
    for (let row = 0; row < 48; row++) {
      for (let column = 0; column < 48; column++) {
        const value = pixels[row * 48 + (mirrored ? 47 - column : column)];
        sum += value * weights[(row * 48 + column) * 7 + k];
      }
    }
    return Math.exp(sum);
  });
  const total = sums.reduce((a, b) => a + b);
  return sums.map((value) => value / total);
}

describe('predict()', () => {
  const dataset = syntheticDataset([0, 1, 2, 3, 4]);
  const image = (i: number) => dataset.images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
  const model = linearModel();
  after(() => model.dispose());
  const near = (actual: ArrayLike<number>, expected: number[]) =>
    expected.forEach((value, i) =>
      assert.ok(Math.abs(actual[i] - value) < 1e-4, `${actual[i]} is not ${value}`),
    );

  it('gives the probabilities of every image, the last small batch too', async () => {
    const probabilities = await predict(model, dataset, { batchSize: 2 });
    near(
      probabilities,
      [0, 1, 2, 3, 4].flatMap((i) => byHand(image(i))),
    );
    assert.equal(probabilities.length, 35);
  });
  it('takes the mean with the mirror image when it flips', async () => {
    const probabilities = await predict(model, dataset, { flip: true });
    const mirrored = byHand(image(3), true);
    near(
      probabilities.subarray(21, 28),
      byHand(image(3)).map((value, k) => (value + mirrored[k]) / 2),
    );
  });
  it('predicts the images asked for, in that order', async () => {
    const all = await predict(model, dataset);
    const some = await predict(model, dataset, { indices: [4, 0] });
    near(some, [...all.subarray(28, 35), ...all.subarray(0, 7)]);
    await assert.rejects(predict(model, dataset, { indices: [5] }), /an integer from 0 to 4 but found 5/);
  });
  it('leaves no tensor behind and reports its progress', async () => {
    await predict(model, dataset);
    const before = tf.memory().numTensors;
    const progress: string[] = [];
    await predict(model, dataset, {
      batchSize: 2,
      flip: true,
      onProgress: (done, total) => progress.push(`${done}/${total}`),
    });
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual(progress, ['2/5', '4/5', '5/5']);
  });
  it('rejects a batch size of 0 and a model of a single output, without a leak', async () => {
    await assert.rejects(
      predict(model, dataset, { batchSize: 0 }),
      /batchSize to be an integer greater than 0/,
    );
    const single = tf.sequential({
      layers: [tf.layers.flatten({ inputShape: [48, 48, 1] }), tf.layers.dense({ units: 1 })],
    });
    const before = tf.memory().numTensors;
    await assert.rejects(
      predict(single, dataset),
      /the model's output to be of shape \[batch, classes\] but found \[null,1\]/,
    );
    assert.equal(tf.memory().numTensors, before);
    single.dispose();
  });
});

describe('predict() with indices', () => {
  it('predicts those images only, for scoreSplits() to score', async () => {
    const model = linearModel();
    const dataset = syntheticDataset([0, 1, 2, 3], {
      splits: ['train', 'publicTest', 'train', 'privateTest'],
    });
    let seen = 0;
    const indices = [1, 3];
    const tests = await predict(model, dataset, { indices, onProgress: (_, total) => (seen = total) });
    const scores = scoreSplits(dataset, tests, { chosenOn: 'publicTest', indices });
    assert.equal(seen, 2);
    const probabilities = await predict(model, dataset);
    const right = (i: number) => {
      const row = [...probabilities.subarray(i * 7, i * 7 + 7)];
      return Number(row.indexOf(Math.max(...row)) === dataset.labels[i]);
    };
    assert.deepEqual(
      scores.map(({ split, n, correct }) => [split, n, correct]),
      [
        ['all 2 (both tests)', 2, right(1) + right(3)],
        ['publicTest', 1, right(1)],
        ['privateTest', 1, right(3)],
      ],
    );
    model.dispose();
  });
});
