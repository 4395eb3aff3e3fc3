import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeSignature, type CompiledModel } from '../../../src/lib/engine/graph/model-signature';
import { tf } from '../../../src/lib/engine/index';

/** The configuration as one string, or the reason. */
function describeModel(model: tf.LayersModel): { configuration?: string; reason?: string } {
  const description = describeSignature(model as unknown as CompiledModel);
  return 'reason' in description ? description : { configuration: description.configuration.join() };
}

function build(first: tf.layers.Layer): tf.Sequential {
  return tf.sequential({ layers: [first, tf.layers.dropout({ rate: 0.5 }), tf.layers.dense({ units: 2 })] });
}

describe('describeSignature()', () => {
  it('describes models of standard layers, nested ones included, and what they are configured by', () => {
    const dense = () => tf.layers.dense({ units: 3, inputShape: [4], activation: 'relu' });
    const model = build(dense());
    const { configuration: found = '' } = describeModel(model);
    assert.match(found, /^Dense,.*;,Dropout,.*0\.5.*;,Dense,/);
    assert.equal(describeModel(model).configuration, found);
    (model.layers[1] as unknown as { rate: number }).rate = 0.25;
    assert.notEqual(describeModel(model).configuration, found);
    const nested = tf.sequential({ layers: [build(dense()), tf.layers.dense({ units: 1 })] });
    assert.ok(describeModel(nested).configuration!.length > found.length);
    const regularized = tf.layers.dense({
      units: 3,
      inputShape: [4],
      kernelRegularizer: tf.regularizers.l2({ l2: 0.1 }),
    });
    const before = describeModel(build(regularized)).configuration;
    assert.match(before ?? '', /L1L2,0,0\.1/);
    (regularized as unknown as { kernelRegularizer: { l2: number } }).kernelRegularizer.l2 = 0.2;
    assert.notEqual(describeModel(build(regularized)).configuration, before);
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
    const first = (options: object = {}) =>
      tf.layers.dense({ units: 3, inputShape: [4], activation: 'relu', ...options });
    class OwnDense extends (first().constructor as typeof tf.layers.Layer) {
      static className = 'Dense';
    }
    const changed = (change: (layer: Record<string, unknown>) => void) => {
      const layer = first();
      change(layer as unknown as Record<string, unknown>);
      return layer;
    };
    const reasons: [tf.layers.Layer, RegExp][] = [
      [new Own({ inputShape: [4] }), /^the layer own_\S+: Own may compute something else/],
      [new OwnDense({ units: 3, inputShape: [4] } as never), /Dense may compute something else/],
      [first({ kernelRegularizer }), /its kernelRegularizer: one of another kind \(OwnRegularizer\)/],
      [tf.layers.dropout({ rate: 0.5, noiseShape: [null as never, 4], inputShape: [4] }), /noiseShape/],
      [changed((layer) => (layer as unknown as tf.layers.Layer).setCallHook(() => {})), /call hook/],
      [changed((layer) => (layer as unknown as AddsLosses).addLoss(() => tf.scalar(1))), /addLoss/],
      [changed((layer) => (layer.call = (x: tf.Tensor) => x)), /it has its own call\(\)/],
      [
        changed((layer) => (layer.activation = { apply: (x: tf.Tensor) => x })),
        /its activation: one of another kind/,
      ],
      [
        changed((layer) => ((layer.activation as { apply: unknown }).apply = (x: tf.Tensor) => x)),
        /its activation: it has its own apply\(\)/,
      ],
    ];
    for (const [layer, reason] of reasons) assert.match(describeModel(build(layer)).reason ?? '', reason);
    const regularized = first({ kernelRegularizer: tf.regularizers.l2({ l2: 1 }) });
    const strength = (regularized as unknown as { kernelRegularizer: { l2: unknown } }).kernelRegularizer;
    strength.l2 = tf.scalar(1);
    assert.match(describeModel(build(regularized)).reason ?? '', /its kernelRegularizer: .* no number/);
    const judged = build(first());
    judged.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metrics: ['mse'] });
    assert.ok(describeModel(judged).configuration);
    const own = (a: tf.Tensor, b: tf.Tensor) => tf.losses.absoluteDifference(a, b);
    judged.compile({ optimizer: 'sgd', loss: own });
    assert.equal(describeModel(judged).reason, 'a loss that is a function');
    judged.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metrics: [own] });
    assert.equal(describeModel(judged).reason, 'a metric that is a function');
  });

  it('sees a method of a class that somebody replaced', () => {
    const model = build(tf.layers.dense({ units: 3, inputShape: [4] }));
    const prototype = Object.getPrototypeOf(model.layers[0]) as { call: unknown };
    const stock = prototype.call;
    prototype.call = function call(this: unknown, ...args: unknown[]) {
      return (stock as (...all: unknown[]) => unknown).apply(this, args);
    };
    try {
      assert.match(describeModel(model).reason ?? '', /its class has another call\(\)/);
    } finally {
      prototype.call = stock;
    }
    assert.ok(describeModel(model).configuration);
  });
});

interface AddsLosses {
  addLoss(loss: () => tf.Tensor): void;
}
