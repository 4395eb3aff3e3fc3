// What one kernel leaves with a tensor's data for another must hold for every tensor that shares
// the data.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { tf, useFastTraining, type FastTraining } from '../../src/lib/engine/index';

type Map = (x: tf.Tensor) => tf.Tensor;

const numbers = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const pool = (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid');
const identity: Map = (x) => tf.add(x, 0);

/** Another tensor with the same data and the gradient that is given. */
function withGradient(forward: Map, backward: Map): Map {
  return tf.customGrad((x) => ({
    value: forward(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => backward(dy),
  }));
}

/** The gradients of a scalar function by each of its inputs, under the engine and without. */
function compare(f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): void {
  const gradients = () =>
    tf
      .grads((...all: tf.Tensor[]) => tf.sum(f(...all)))(inputs)
      .map((g) => g.dataSync());
  const fast = useFastTraining({ precision: 'float32' });
  const found = gradients();
  fast();
  gradients().forEach((expected, i) => {
    found[i].forEach((value, at) =>
      assert.ok(
        Math.abs(value - expected[at]) < 1e-4,
        `input ${i} at ${at}: ${value} instead of ${expected[at]}`,
      ),
    );
  });
}

describe('the gradient of a max pool that took over a ReLU', () => {
  const [a, b, w] = [1, 2, 3].map((seed) => numbers([2, 4, 4, 3], seed));
  const weights = numbers([2, 2, 2, 3], 4);
  const weighted = (y: tf.Tensor) => tf.mul(pool(y), weights);
  const cases: Record<string, (x: tf.Tensor, other: tf.Tensor) => tf.Tensor> = {
    'is that of the ReLU before it': (x) => weighted(tf.relu(x)),
    'goes on to another ReLU, through a sum': (x, other) => weighted(tf.relu(tf.add(tf.relu(x), other))),
    'goes on to two': (x, other) => weighted(tf.relu(tf.add(tf.relu(x), tf.relu(other)))),
    'goes through a reshape': (x) => weighted(tf.reshape(tf.relu(x), [2, 4, 4, 3])),
    'goes through an identity': (x) => weighted(tf.clone(tf.relu(x))),
    'meets that of a second consumer': (x, other) => {
      const y = tf.relu(x);
      return tf.add(weighted(y), pool(tf.mul(y, other)));
    },
    'meets that of a second pool': (x, other) => {
      const y = tf.relu(x);
      return tf.add(weighted(y), tf.mul(pool(y), pool(other)));
    },
    "is not the ReLU's where that lets all gradients through": (x) =>
      weighted(withGradient(tf.relu, (dy) => dy)(x)),
    'goes backward through a ReLU that is another one': (x) =>
      weighted(tf.relu(withGradient(identity, (dy) => tf.relu(dy))(x))),
  };
  for (const [name, f] of Object.entries(cases)) it(name, () => compare(f, [a, b].slice(0, f.length)));

  it("is the pool's own where nobody asks for the ReLU's", () => {
    const outside = tf.relu(w);
    const gradient = () =>
      tf
        .grad((y: tf.Tensor) => tf.sum(weighted(y)))(outside)
        .dataSync();
    const expected = gradient();
    const fast = useFastTraining({ precision: 'float32' });
    const rectified = tf.relu(w);
    const found = tf
      .grad((y: tf.Tensor) => tf.sum(weighted(y)))(rectified)
      .dataSync();
    fast();
    assert.deepEqual([...found], [...expected]);
  });
});

describe('the gradient of a bias before a batch normalization', () => {
  const normalized = (channels: number) => {
    const layer = tf.layers.batchNormalization({});
    layer.build([null, null, null, channels] as never);
    return (x: tf.Tensor) => layer.apply(x, { training: true }) as tf.Tensor;
  };
  const x = numbers([4, 8], 5);
  const target = numbers([4, 2, 2, 2], 6);
  for (const [name, between] of Object.entries<[number, Map]>({
    'is zero for the same channels': [8, (y) => tf.reshape(y, [4, 1, 1, 8])],
    'is none where a reshape made other channels': [2, (y) => tf.reshape(y, [4, 2, 2, 2])],
    'is none where a reshape made one': [1, (y) => tf.reshape(y, [4, 2, 4, 1])],
    'is none where a gradient of another kind comes to it': [
      2,
      (y) => withGradient(identity, (dy) => tf.mul(dy, dy))(tf.reshape(y, [4, 2, 2, 2])),
    ],
  }))
    it(name, () => {
      const [channels, reshape] = between;
      const dense = tf.layers.dense({ units: 8, useBias: true });
      dense.build([null, 8]);
      const normalize = normalized(channels);
      const f = (): tf.Scalar =>
        tf.sum<tf.Scalar>(
          tf.mul(
            normalize(reshape(dense.apply(x, { training: true }) as tf.Tensor)),
            tf.reshape(target, channels === 8 ? [4, 1, 1, 8] : channels === 1 ? [4, 2, 4, 1] : [4, 2, 2, 2]),
          ),
        );
      const bias = dense.weights[1].read() as tf.Variable;
      const gradient = () => tf.variableGrads(f, [bias]).grads[bias.name].dataSync();
      const expected = gradient();
      const fast = useFastTraining({ precision: 'float32' });
      const found = gradient();
      fast();
      found.forEach((value, i) =>
        assert.ok(Math.abs(value - expected[i]) < 1e-4, `${value} instead of ${expected[i]} at ${i}`),
      );
    });
});

describe('the loss of a softmax', () => {
  const labels = tf.oneHot(tf.tensor1d([0, 2, 1], 'int32'), 3).toFloat();
  const x = numbers([3, 4], 7);
  for (const [name, between] of Object.entries<Map>({
    'goes to its logits': (y) => y,
    'goes through a layer that turns the gradient': withGradient(identity, (dy) => tf.neg(dy)),
    'goes through a clone that turns the gradient': withGradient(tf.clone, (dy) => tf.neg(dy)),
    'goes through a reshape': (y) => tf.reshape(y, [3, 3]),
  }))
    it(name, async () => {
      class Between extends tf.layers.Layer {
        static className = 'Between';
        override call(inputs: tf.Tensor | tf.Tensor[]) {
          return between(Array.isArray(inputs) ? inputs[0] : inputs);
        }
      }
      const weightsAfter = async () => {
        const model = tf.sequential({
          layers: [
            tf.layers.dense({
              ...{ units: 3, inputShape: [4], activation: 'softmax' },
              kernelInitializer: tf.initializers.randomNormal({ seed: 1 }),
            }),
            new Between({}),
          ],
        });
        model.compile({ optimizer: tf.train.sgd(0.5), loss: 'categoricalCrossentropy' });
        for (let step = 0; step < 3; step++) await model.trainOnBatch(x, labels);
        return model.getWeights()[0].dataSync();
      };
      const expected = await weightsAfter();
      const fast = useFastTraining({ precision: 'float32' });
      const found = await weightsAfter();
      fast();
      found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-5, `${value} ${expected[i]}`));
    });
});

describe('the weights of a convolution made ready for prediction', () => {
  let fast: FastTraining | undefined;
  before(() => (fast = undefined));
  after(() => fast?.());

  it('serve a normalization and what goes past it, before and after a training', async () => {
    const input = tf.input({ shape: [6, 6, 2] });
    const convolved = tf.layers
      .conv2d({
        ...{ filters: 2, kernelSize: 3, padding: 'same' as const },
        kernelInitializer: tf.initializers.randomNormal({ seed: 1 }),
        biasInitializer: tf.initializers.randomNormal({ seed: 2 }),
      })
      .apply(input) as tf.SymbolicTensor;
    const [one, other] = [1, 2].map((seed) => {
      const meanInitializer = tf.initializers.randomNormal({ seed });
      return tf.layers
        .batchNormalization({ movingMeanInitializer: meanInitializer as never, epsilon: seed / 10 })
        .apply(convolved) as tf.SymbolicTensor;
    });
    const outputs = tf.layers.add().apply([one, other, convolved, input]) as tf.SymbolicTensor;
    const model = tf.model({ inputs: input, outputs });
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
    const x = numbers([3, 6, 6, 2], 3);
    const predict = () => (model.predict(x) as tf.Tensor).dataSync();
    const close = (found: ArrayLike<number>, expected: ArrayLike<number>) => {
      for (let i = 0; i < expected.length; i++) assert.ok(Math.abs(found[i] - expected[i]) < 1e-4, `${i}`);
    };
    for (let round = 0; round < 2; round++) {
      const expected = predict();
      fast = useFastTraining({ precision: 'float32' });
      for (let call = 0; call < 4; call++) close(predict(), expected);
      await model.trainOnBatch(x, tf.zerosLike(x));
      const [found, again] = [predict(), predict()];
      fast();
      close(found, predict());
      close(again, found);
    }
  });
});
