import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf, useFastTraining, type Precision } from '../../src/lib/engine/index';
import { PRECISIONS, relativeError, withFastTraining } from './compare';

const native = (tf.backend() as unknown as { binding: { getNumOfTensors(): number } }).binding;
const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const LIMITS: Record<Precision, number> = { float32: 1e-5, bfloat16: 2e-2 };

interface Shape {
  size: [number, number, number];
  filters: number;
  kernelSize: number;
  strides?: number;
  useBias?: boolean;
  scale?: boolean;
}

/** Convolution, normalization with statistics that are not 0 and 1, ReLU, pool, and a dense end. */
function createModel({ size, filters, kernelSize, strides = 1, useBias = true, scale = true }: Shape) {
  const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });
  const normal = (seed: number) => tf.initializers.randomNormal({ seed, mean: 0.5 });
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        ...{ inputShape: size, filters, kernelSize, strides, useBias, padding: 'same' },
        ...{ kernelInitializer: glorot(1), biasInitializer: normal(2) },
      }),
      tf.layers.batchNormalization({
        ...{ scale, center: scale, gammaInitializer: normal(3), betaInitializer: normal(4) },
        ...{ movingMeanInitializer: normal(5), movingVarianceInitializer: 'ones' },
      }),
      tf.layers.reLU(),
      tf.layers.maxPooling2d({ poolSize: 2, padding: 'same' }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 3, kernelInitializer: glorot(6) }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
  return model;
}

function dispose(model: tf.LayersModel): void {
  model.optimizer.dispose();
  model.dispose();
}

const predict = (model: tf.LayersModel, x: tf.Tensor) =>
  tf.tidy(() => (model.predict(x) as tf.Tensor).dataSync<'float32'>());

const PLAIN: Shape = { size: [9, 7, 2], filters: 5, kernelSize: 3 };

describe('prediction with normalization folded into the convolution', () => {
  const shapes: Shape[] = [
    PLAIN,
    { size: [9, 7, 2], filters: 5, kernelSize: 3, useBias: false },
    { size: [1, 1, 1], filters: 1, kernelSize: 1 },
    { size: [5, 6, 1], filters: 3, kernelSize: 2, strides: 2, scale: false },
    { size: [8, 8, 3], filters: 16, kernelSize: 5, strides: 3 },
  ];
  for (const precision of PRECISIONS) {
    for (const shape of shapes) {
      it(`gives what stock tfjs-node gives, ${precision}, ${JSON.stringify(shape)}`, () => {
        const model = createModel(shape);
        for (const batch of [1, 4]) {
          const x = random([batch, ...shape.size], 7);
          const expected = predict(model, x);
          withFastTraining(precision, () => {
            for (const call of ['first', 'second']) {
              const error = relativeError(predict(model, x), expected);
              assert.ok(error < LIMITS[precision], `${call} call of ${batch} differs by ${error}`);
            }
          });
          x.dispose();
        }
        dispose(model);
      });
    }
  }

  it('follows every change of a weight: a step, setWeights(), one assigned', async () => {
    const model = createModel(PLAIN);
    const [x, y] = [random([4, 9, 7, 2], 7), random([4, 3], 8)];
    const changes: (() => unknown)[] = [
      () => model.trainOnBatch(x, y),
      () =>
        tf.tidy(() => model.setWeights(model.getWeights().map((weight, i) => random(weight.shape, i).abs()))),
      ...model.weights.map((weight) => () => {
        const variable = weight.read() as tf.Variable;
        tf.tidy(() => variable.assign(tf.add(tf.mul(variable, 1.5), 0.2)));
      }),
    ];
    for (const [i, change] of changes.entries()) {
      const found = await (async () => {
        const fast = useFastTraining({ precision: 'float32' });
        try {
          const before = predict(model, x);
          await change();
          const after = predict(model, x);
          assert.ok(relativeError(after, before) > 1e-4, `change ${i} changed nothing`);
          return after;
        } finally {
          fast();
        }
      })();
      assert.ok(relativeError(found, predict(model, x)) < LIMITS.float32);
    }
    tf.dispose([x, y]);
    dispose(model);
  });

  for (const precision of PRECISIONS) {
    it(`computes what waits with the weights of when it was asked for, ${precision}`, () => {
      const [x, w, b] = [random([1, 4, 4, 2], 1), random([3, 3, 2, 3], 2), random([3], 3)];
      const convolve = (filter: tf.Tensor, bias: tf.Tensor) =>
        tf.fused.conv2d({
          ...{ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, bias },
          ...{ strides: 1, pad: 'same' as const },
        });
      const stock = convolve(w, b);
      withFastTraining(precision, () => {
        const [filter, bias] = [tf.variable(w), tf.variable(b)];
        const waiting = [0, 1, 2].map(() => convolve(filter, bias));
        assert.ok(relativeError(waiting[0].dataSync(), stock.dataSync()) < LIMITS[precision]);
        tf.tidy(() => filter.assign(tf.zerosLike(filter)));
        assert.ok(relativeError(waiting[1].dataSync(), stock.dataSync()) < LIMITS[precision]);
        tf.dispose([filter, bias]);
        assert.ok(relativeError(waiting[2].dataSync(), stock.dataSync()) < LIMITS[precision]);
        tf.dispose(waiting);
      });
      tf.dispose([x, w, b, stock]);
    });
  }

  it('holds one folded filter a convolution, and gives it back with the model and with fast training', async () => {
    const [x, y] = [random([4, 9, 7, 2], 7), random([4, 3], 8)];
    const model = createModel(PLAIN);
    predict(model, x);
    await model.trainOnBatch(x, y);
    const stock = native.getNumOfTensors();
    const fast = useFastTraining({ precision: 'float32' });
    const counts: number[] = [];
    for (let round = 0; round < 3; round++) {
      await model.trainOnBatch(x, y);
      predict(model, x);
      predict(model, x);
      counts.push(native.getNumOfTensors());
    }
    assert.deepEqual(counts, [counts[0], counts[0], counts[0]]);
    const other = createModel(PLAIN);
    predict(other, x);
    dispose(other);
    assert.equal(native.getNumOfTensors(), counts[0]);
    fast();
    assert.equal(native.getNumOfTensors(), stock);
    tf.dispose([x, y]);
    dispose(model);
  });
});
