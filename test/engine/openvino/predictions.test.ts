import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileForPrediction, tf, useFastTraining } from '../../../src/lib/engine/index';
import { loadLibrary } from '../../../src/lib/engine/openvino/load-library';
import { createModel, loadModel } from '../../../src/lib/model/index';
import { PRECISIONS, relativeError, withFastTraining } from '../compare';

const LIMITS = { float32: 2e-6, bfloat16: 2e-2 };

const library = loadLibrary();
const skip = 'reason' in library ? library.reason : false;

/** Pixels of images: gray ones are 0 to 255, and colours 0 to 1. */
const random = (shape: number[], seed = 7) =>
  tf.randomUniform(shape, 0, shape[3] === 1 ? 255 : 1, 'float32', seed);

const predict = (model: tf.LayersModel, x: tf.Tensor, batchSize?: number) =>
  tf.tidy(() => (model.predict(x, { batchSize }) as tf.Tensor).dataSync<'float32'>());

/** What runs a model's predictions; fast training has to be on. */
const engineOf = (model: tf.LayersModel) => useFastTraining({ precision: 'float32' }).explain(model).predict;

/** Checks that a model predicts with OpenVINO what it predicts with TensorFlow, in float32. */
function checkAgainstTensorFlow(model: tf.LayersModel, x: tf.Tensor): void {
  const expected = predict(model, x);
  compileForPrediction(model);
  withFastTraining('float32', () => {
    assert.equal(engineOf(model), 'OpenVINO');
    assert.ok(relativeError(predict(model, x), expected) < LIMITS.float32);
  });
  x.dispose();
  model.dispose();
}

/** A small network for colour images. */
function small({ units = 3, seed = 1 } = {}): tf.Sequential {
  const glorot = () => tf.initializers.glorotUniform({ seed: seed++ });
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        ...{ inputShape: [8, 6, 3], filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' },
        kernelInitializer: glorot(),
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units, activation: 'softmax', kernelInitializer: glorot() }),
    ],
  });
}

describe('a model compiled for prediction', { skip }, () => {
  for (const precision of PRECISIONS)
    it(`gives the bundled model's probabilities, for any number of images, ${precision}`, async () => {
      const { model } = await loadModel('models/emotion');
      for (const count of [1, 2, 5, 37, 1]) {
        const x = random([count, 48, 48, 1], count);
        const expected = predict(model, x);
        withFastTraining(precision, () => {
          assert.equal(useFastTraining({ precision }).explain(model).predict, 'OpenVINO');
          const found = predict(model, x);
          const error = relativeError(found, expected);
          assert.ok(error < LIMITS[precision], `${count} images: ${error}`);
          // Again, and in batches of which the last is smaller.
          assert.deepEqual(predict(model, x), found);
          assert.ok(relativeError(predict(model, x, 2), expected) < LIMITS[precision]);
        });
        x.dispose();
      }
      model.dispose();
    });

  for (const precision of PRECISIONS)
    it(`gives each of many images its own probabilities, ${precision}`, () => {
      const model = small();
      const x = random([203, 8, 6, 3]);
      const expected = predict(model, x);
      compileForPrediction(model);
      withFastTraining(precision, () => {
        for (const batchSize of [32, 50, 1000]) {
          const found = predict(model, x, batchSize);
          assert.ok(relativeError(found, expected) < LIMITS[precision], `batches of ${batchSize}`);
          assert.deepEqual(predict(model, x, batchSize), found);
        }
        for (const count of [31, 32, 33, 64])
          tf.tidy(() => {
            const some = predict(model, tf.slice(x, 0, count), 64);
            const error = relativeError(some, expected.slice(0, some.length));
            assert.ok(error < LIMITS[precision], `${count} images: ${error}`);
          });
      });
      x.dispose();
      model.dispose();
    });

  for (const architecture of ['classic', 'compact', 'medium', 'large'] as const)
    it(`gives what TensorFlow gives for ${architecture}`, () =>
      checkAgainstTensorFlow(createModel({ architecture, seed: 3 }), random([3, 48, 48, 1])));

  it('puts the channels of colour images first', () => checkAgainstTensorFlow(small(), random([4, 8, 6, 3])));

  for (const precision of PRECISIONS)
    it(`computes the last layer in float32, ${precision}`, () => {
      // The convolution is exact in bfloat16, and these weights are not.
      const model = tf.sequential({
        layers: [
          tf.layers.conv2d({ inputShape: [2, 2, 1], filters: 1, kernelSize: 1, kernelInitializer: 'ones' }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 3, kernelInitializer: tf.initializers.constant({ value: 1.0013 }) }),
        ],
      });
      compileForPrediction(model);
      const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
      withFastTraining(precision, () => {
        assert.equal(useFastTraining({ precision }).explain(model).predict, 'OpenVINO');
        assert.ok(relativeError(predict(model, x), [10.013, 10.013, 10.013]) < 1e-6);
      });
      x.dispose();
      model.dispose();
    });

  it('leaves no tensor behind', () => {
    const model = small();
    compileForPrediction(model);
    const x = random([4, 8, 6, 3]);
    withFastTraining('float32', () => {
      predict(model, x);
      const { numTensors } = tf.memory();
      predict(model, x);
      assert.equal(tf.memory().numTensors, numTensors);
    });
    x.dispose();
    model.dispose();
  });

  const changes: Record<string, (model: tf.Sequential) => void | Promise<unknown>> = {
    'setWeights()': (model) => tf.tidy(() => model.setWeights(model.getWeights().map((w) => tf.mul(w, -1)))),
    'the assignment of a variable': (model) =>
      tf.tidy(() => {
        const variable = model.weights[0].read() as tf.Variable;
        variable.assign(tf.mul(variable, -1));
      }),
    'a step of training': (model) => {
      const [x, y] = [random([2, 8, 6, 3]), tf.oneHot([0, 2], 3)];
      model.compile({ optimizer: tf.train.sgd(1), loss: 'categoricalCrossentropy' });
      return model.trainOnBatch(x, y);
    },
    'another activation of a layer': (model) => {
      const [first, , , last] = model.layers as unknown as { activation: unknown }[];
      first.activation = last.activation;
    },
  };
  for (const [name, change] of Object.entries(changes))
    it(`predicts with the new values after ${name}`, async () => {
      const model = small();
      compileForPrediction(model);
      const x = random([4, 8, 6, 3]);
      const fast = useFastTraining({ precision: 'float32' });
      try {
        const before = predict(model, x);
        await change(model);
        const found = predict(model, x);
        assert.ok(relativeError(found, before) > 0.01);
        assert.equal(fast.explain(model).predict, 'a graph');
        fast();
        assert.ok(relativeError(found, predict(model, x)) < LIMITS.float32);
      } finally {
        fast();
      }
      x.dispose();
      model.dispose();
    });

  it('leaves a layer that ONNX has no operator for to TensorFlow, without a warning', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.permute({ inputShape: [4, 4, 1], dims: [2, 1, 3] }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 2 }),
      ],
    });
    compileForPrediction(model);
    const x = random([3, 4, 4, 1]);
    const expected = predict(model, x);
    const warned: unknown[] = [];
    const listen = (warning: unknown) => warned.push(warning);
    process.on('warning', listen);
    withFastTraining('float32', () => {
      assert.ok(relativeError(predict(model, x), expected) < 1e-5);
      assert.equal(engineOf(model), 'a graph');
    });
    await new Promise((go) => setImmediate(go));
    process.off('warning', listen);
    assert.deepEqual(warned, []);
    x.dispose();
    model.dispose();
  });

  it('predicts with TensorFlow where OpenVINO is not wanted, and where its input is not float32', () => {
    const model = small();
    compileForPrediction(model);
    const x = random([2, 8, 6, 3]);
    const expected = predict(model, x);
    const fast = useFastTraining({ precision: 'float32', openvino: false });
    try {
      assert.equal(fast.explain(model).predict, 'a graph');
      assert.ok(relativeError(predict(model, x), expected) < 1e-5);
    } finally {
      fast();
    }
    withFastTraining('float32', () => {
      const whole = tf.tidy(() => tf.cast(tf.mul(x, 255), 'int32'));
      const fractions = tf.cast(whole, 'float32');
      assert.ok(relativeError(predict(model, whole), predict(model, fractions)) < 1e-5);
      tf.dispose([whole, fractions]);
    });
    x.dispose();
    model.dispose();
  });

  it('passes a NaN of the input or of a weight on, which OpenVINO would lose', () => {
    const layers = () => [
      tf.layers.conv2d({ inputShape: [4, 4, 1], filters: 2, kernelSize: 3, activation: 'relu' }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 2 }),
    ];
    const [model, damaged] = [tf.sequential({ layers: layers() }), tf.sequential({ layers: layers() })];
    tf.tidy(() => {
      const [kernel, ...rest] = damaged.getWeights();
      damaged.setWeights([tf.mul(kernel, NaN), ...rest]);
    });
    for (const each of [model, damaged]) compileForPrediction(each);
    withFastTraining('float32', () => {
      for (const [each, value] of [
        [model, NaN],
        [damaged, 1],
      ] as const) {
        const x = tf.fill([1, 4, 4, 1], value);
        assert.ok(predict(each, x).every(Number.isNaN));
        x.dispose();
        each.dispose();
      }
    });
  });
});
