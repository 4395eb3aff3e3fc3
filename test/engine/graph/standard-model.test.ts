import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeStandardModel, type CompiledModel } from '../../../src/lib/engine/graph/standard-model';
import { tf } from '../../../src/lib/engine/index';

const describeModel = (model: tf.LayersModel) => describeStandardModel(model as unknown as CompiledModel);

function build(first: tf.layers.Layer): tf.Sequential {
  return tf.sequential({ layers: [first, tf.layers.dropout({ rate: 0.5 }), tf.layers.dense({ units: 2 })] });
}

describe('describeStandardModel()', () => {
  it('describes models of standard layers, nested ones included, and what they are configured by', () => {
    const dense = () => tf.layers.dense({ units: 3, inputShape: [4], activation: 'relu' });
    const model = build(dense());
    const found = describeModel(model);
    assert.match(found!, /^Dense,.*;Dropout,.*0\.5.*;Dense,/);
    assert.equal(describeModel(model), found);
    (model.layers[1] as unknown as { rate: number }).rate = 0.25;
    assert.notEqual(describeModel(model), found);
    const nested = tf.sequential({ layers: [build(dense()), tf.layers.dense({ units: 1 })] });
    assert.ok(describeModel(nested)!.length > found!.length);
    const regularized = tf.layers.dense({
      units: 3,
      inputShape: [4],
      kernelRegularizer: tf.regularizers.l2({ l2: 0.1 }),
    });
    assert.ok(describeModel(build(regularized)));
  });

  it('has no description for what may compute something else at the next call', () => {
    class Own extends tf.layers.Layer {
      static className = 'Own';
      override call(inputs: tf.Tensor | tf.Tensor[]) {
        return inputs;
      }
    }
    // tfjs does not export the class that all regularizers share.
    const { constructor: stock } = tf.regularizers.l2({ l2: 1 });
    const Regularizer = Object.getPrototypeOf(stock) as typeof tf.serialization.Serializable;
    class OwnRegularizer extends Regularizer {
      static className = 'OwnRegularizer';
      apply(x: tf.Tensor): tf.Scalar {
        return tf.sum(x);
      }
      getConfig() {
        return {};
      }
    }
    const kernelRegularizer = new OwnRegularizer() as never;
    for (const first of [
      new Own({ inputShape: [4] }),
      tf.layers.gaussianNoise({ stddev: 1, inputShape: [4] }),
      tf.layers.dense({ units: 3, inputShape: [4], kernelRegularizer }),
    ]) {
      assert.equal(describeModel(build(first)), undefined, first.getClassName());
    }
    const watched = build(tf.layers.dense({ units: 3, inputShape: [4] }));
    watched.layers[0].setCallHook(() => {});
    assert.equal(describeModel(watched), undefined);
    const judged = build(tf.layers.dense({ units: 3, inputShape: [4] }));
    judged.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metrics: ['mse'] });
    assert.ok(describeModel(judged));
    judged.compile({
      optimizer: 'sgd',
      loss: (a: tf.Tensor, b: tf.Tensor) => tf.losses.absoluteDifference(a, b),
    });
    assert.equal(describeModel(judged), undefined);
  });
});
