import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from '../../../src/lib/engine';
import { PRECISIONS, withFastTraining } from '../compare';

const conv = (filters: number, options: object = {}) =>
  tf.layers.conv2d({
    ...{ filters, kernelSize: 3, padding: 'same' as const },
    kernelInitializer: tf.initializers.glorotUniform({ seed: filters }),
    ...options,
  });
const first = () => conv(8, { inputShape: [12, 12, 1], activation: 'relu' });
/** Around 1000, where bfloat16 knows every fourth number. */
const last = (options: object = {}) =>
  conv(1, { biasInitializer: tf.initializers.constant({ value: 1000 }), ...options });

const MODELS: Record<string, () => tf.LayersModel> = {
  'a convolution': () => tf.sequential({ layers: [first(), last()] }),
  'a convolution, reshaped': () =>
    tf.sequential({
      layers: [first(), last(), tf.layers.flatten(), tf.layers.reshape({ targetShape: [144] })],
    }),
  'a convolution with a ReLU and a pool': () =>
    tf.sequential({
      layers: [first(), last({ activation: 'relu' }), tf.layers.maxPooling2d({ poolSize: 2 })],
    }),
  'a transposed convolution': () =>
    tf.sequential({
      layers: [
        first(),
        tf.layers.conv2dTranspose({
          ...{ filters: 1, kernelSize: 3, padding: 'same' },
          kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
          biasInitializer: tf.initializers.constant({ value: 1000 }),
        }),
      ],
    }),
  'a convolution and its normalization': () =>
    tf.sequential({
      layers: [
        first(),
        conv(1),
        tf.layers.batchNormalization({ betaInitializer: tf.initializers.constant({ value: 1000 }) }),
      ],
    }),
  'a sum of two': () => {
    const input = tf.input({ shape: [12, 12, 1] });
    const x = first().apply(input);
    const sum = tf.layers.add().apply([last().apply(x), conv(1).apply(x)] as tf.SymbolicTensor[]);
    return tf.model({ inputs: input, outputs: sum as tf.SymbolicTensor });
  },
  'a model in a model': () =>
    tf.sequential({ layers: [tf.sequential({ layers: [first(), last()] }), tf.layers.flatten()] }),
};

describe('the results of a model', () => {
  for (const precision of PRECISIONS)
    for (const [name, make] of Object.entries(MODELS))
      it(`are float32 when it ends in ${name}: ${precision}`, async () => {
        const model = make();
        model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
        const x = tf.randomUniform([2, 12, 12, 1], 0, 1, 'float32', 1);
        const y = tf.zeros([2, ...model.outputs[0].shape.slice(1)] as number[]);
        const results = async () => ({
          predicted: [0, 1, 2, 3].map(() => (model.predict(x) as tf.Tensor).dataSync()),
          applied: (model.apply(x) as tf.Tensor).dataSync(),
          evaluated: (model.evaluate(x, y) as tf.Scalar).dataSync()[0],
          trained: (await model.trainOnBatch(x, y)) as number,
        });
        const expected = await results();
        const found = await withFastTraining(precision, results);
        // What comes before is in bfloat16: three digits of what is added to the 1000.
        const close = (a: ArrayLike<number>, b: ArrayLike<number>) => {
          const differences = Array.from(a, (value, i) => Math.abs(value - b[i]));
          assert.ok(Math.max(...differences) < 0.05, `${Math.max(...differences)}`);
        };
        found.predicted.forEach((each) => close(each, expected.predicted[0]));
        close(found.applied, expected.applied);
        assert.ok(Math.abs(found.evaluated / expected.evaluated - 1) < 1e-4);
        assert.ok(Math.abs(found.trained / expected.trained - 1) < 1e-4);
      });
});
