import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { tf } from '../../src/lib/engine/tensorflow';
import { applyTemperature } from '../../src/lib/evaluation/temperature';
import { createModel } from '../../src/lib/model/index';
import { foldTemperature } from '../../src/lib/model/fold-temperature';

const x = tf.randomUniform([5, 48, 48, 1], 0, 255, 'float32', 2);
const model = createModel({ architecture: 'compact', seed: 3 });
const predict = () => tf.tidy(() => (model.predict(x) as tf.Tensor).dataSync<'float32'>());
after(() => model.dispose());

describe('foldTemperature()', () => {
  it('makes the model itself give what the temperature makes of its probabilities', () => {
    // An untrained last layer has no bias; this one shows that it is divided, too.
    const last = model.getLayer('probabilities');
    const [kernel] = last.getWeights();
    last.setWeights([kernel, tf.tensor1d([1, -1, 0.5, 0, 2, -0.5, 0.25])]);
    const before = predict();
    foldTemperature(model, { temperature: 2.5 });
    const expected = applyTemperature(before, { temperature: 2.5 });
    predict().forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-5));
    assert.ok(Math.max(...expected) < Math.max(...before));
  });

  it('refuses a model that ends otherwise, and a temperature that is none', () => {
    const other = tf.sequential({ layers: [tf.layers.dense({ units: 7, inputShape: [3] })] });
    assert.throws(
      () => foldTemperature(other, { temperature: 2 }),
      /Dense with softmax but found Dense with linear/,
    );
    for (const temperature of [0, -1, NaN, Infinity])
      assert.throws(() => foldTemperature(model, { temperature }), /the temperature to be a number above 0/);
  });
});
