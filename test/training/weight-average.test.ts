import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from '../../src/lib/engine/tensorflow';
import { WeightAverage } from '../../src/lib/training/index';

/** A model with two weights, kernel and bias. */
function twoWeights() {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  const set = (kernel: number, bias: number) =>
    tf.tidy(() => model.setWeights([tf.tensor2d([[kernel]]), tf.tensor1d([bias])]));
  const get = () => model.getWeights().map((weight) => weight.dataSync()[0]);
  return { model, set, get };
}

describe('WeightAverage', () => {
  it('averages as written out here by hand, faster at first', () => {
    const { model, set, get } = twoWeights();
    const average = new WeightAverage(model, { decay: 0.25 });
    const expected = [8, 0];
    [
      [8, 0],
      [4, 10],
      [2, 20],
      [1, 30],
      [0, 40],
    ].forEach((weights, steps) => {
      set(weights[0], weights[1]);
      average.update();
      // 2/11, 3/12, then held at 0.25 (4/13 would be more).
      const keep = Math.min(0.25, (1 + steps) / (10 + steps));
      if (steps > 0) expected.forEach((value, i) => (expected[i] = keep * value + (1 - keep) * weights[i]));
    });
    average.apply();
    get().forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-5, `${value} ${expected[i]}`));
  });

  it('lends the average to the model and gives its own weights back, even after an error', async () => {
    const { model, set, get } = twoWeights();
    const average = new WeightAverage(model, { decay: 0.9 });
    assert.equal(await average.use(() => 7), 7);
    set(1, 1);
    average.update();
    set(3, 5);
    const before = tf.memory().numTensors;
    assert.deepEqual(await average.use(get), [1, 1]);
    assert.deepEqual(get(), [3, 5]);
    await assert.rejects(
      average.use(() => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.deepEqual(get(), [3, 5]);
    average.update();
    assert.equal(tf.memory().numTensors, before);
    average.dispose();
    assert.equal(tf.memory().numTensors, before - 2);
  });

  it('refuses a decay of 1', () => {
    assert.throws(() => new WeightAverage(twoWeights().model, { decay: 1 }), /decay to be from 0 to below 1/);
  });
});
