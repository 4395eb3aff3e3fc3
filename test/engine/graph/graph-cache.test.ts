import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { tf, useFastTraining, type FastTraining } from '../../../src/lib/engine/index';
import { relativeError } from '../compare';

let fast: FastTraining;
const openGraphs = () => tf.node.getNumOfSavedModels();

/** A small network of images with normalization, dropout and a residual sum. */
function createNetwork({ rate = 0.25 } = {}): tf.LayersModel {
  let seed = 3;
  const conv = () =>
    tf.layers.conv2d({
      filters: 4,
      kernelSize: 3,
      padding: 'same',
      useBias: false,
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed++ }),
    });
  const input = tf.input({ shape: [8, 8, 1] });
  const first = tf.layers.batchNormalization().apply(conv().apply(input)) as tf.SymbolicTensor;
  const second = conv().apply(tf.layers.reLU().apply(first)) as tf.SymbolicTensor;
  let x = tf.layers.add().apply([first, second]) as tf.SymbolicTensor;
  x = tf.layers.maxPooling2d({ poolSize: 2 }).apply(x) as tf.SymbolicTensor;
  x = tf.layers.dropout({ rate }).apply(tf.layers.flatten().apply(x)) as tf.SymbolicTensor;
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seed++ });
  x = tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer }).apply(x) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: x });
}

/** A layer somebody watches runs op by op: a graph would not call the watcher. */
const watch = (model: tf.LayersModel, onCall = () => {}) =>
  model.layers[model.layers.length - 1].setCallHook(onCall);

function images(count: number, seed = 1): tf.Tensor {
  return tf.randomNormal([count, 8, 8, 1], 0, 1, 'float32', seed);
}

function labels(count: number): tf.Tensor {
  return tf.tidy(() =>
    tf.oneHot(tf.tensor1d(Int32Array.from({ length: count }, (_, i) => i % 3)), 3).toFloat(),
  );
}

/** Losses of a few steps on changing batches, and the weights afterwards. */
async function train(model: tf.LayersModel, { steps = 4 } = {}) {
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const [x, y] = [images(6, step + 1), labels(6)];
    losses.push(((await model.trainOnBatch(x, y)) as number[])[0]);
    tf.dispose([x, y]);
  }
  const weights = model.getWeights().map((weight) => weight.dataSync<'float32'>());
  return { losses, weights };
}

describe('a model that runs as a graph', () => {
  beforeEach(() => {
    fast = useFastTraining({ precision: 'float32', seed: 7 });
  });
  afterEach(() => {
    fast();
    assert.equal(openGraphs(), 0, 'undoing closes every graph');
  });

  it('trains to the same losses and weights as op by op, dropout and moving statistics included', async () => {
    const [byGraph, byOp] = [createNetwork(), createNetwork()];
    watch(byOp);
    const found = await train(byGraph);
    assert.equal(openGraphs(), 1);
    fast.dropoutState = { seed: 7, drawn: 0 };
    const expected = await train(byOp);
    assert.equal(openGraphs(), 1);
    assert.ok(relativeError(found.losses, expected.losses) < 1e-6);
    found.weights.forEach((weight, i) =>
      assert.ok(relativeError(weight, expected.weights[i]) < 1e-4, `${i}`),
    );
    assert.equal(fast.dropoutState.drawn, 4, 'a mask a step, none for the recording');
  });

  it('trains the same from the first step on, whether it continues or starts again from the middle', async () => {
    const whole = createNetwork();
    const { losses } = await train(whole, { steps: 3 });
    fast();
    fast = useFastTraining({ precision: 'float32', seed: 7 });
    const again = await train(createNetwork(), { steps: 3 });
    assert.deepEqual(again.losses, losses);
  });

  it('predicts and evaluates as op by op, for batches of any size and with the weights of the moment', () => {
    const [byGraph, byOp] = [createNetwork(), createNetwork()];
    for (const model of [byGraph, byOp]) model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
    watch(byOp);
    const [x, y] = [images(10), labels(10)];
    for (let round = 0; round < 6; round++) {
      if (round === 4) {
        const halves = byGraph.getWeights().map((weight) => tf.mul(weight, 0.5));
        byGraph.setWeights(halves);
        byOp.setWeights(halves);
      }
      const outputs = [byGraph, byOp].map((model) =>
        (model.predict(x, { batchSize: 4 }) as tf.Tensor).dataSync(),
      );
      assert.ok(relativeError(outputs[0], outputs[1]) < 1e-5, `round ${round}`);
      const losses = [byGraph, byOp].map((model) =>
        (model.evaluate(x, y, { batchSize: 4 }) as tf.Scalar).dataSync(),
      );
      assert.ok(relativeError(losses[0], losses[1]) < 1e-5, `round ${round}`);
    }
    assert.equal(openGraphs(), 4, 'batches of 4 and of 2, predicted and evaluated');
  });

  it('evaluates the same from the first time on, since a training may be resumed before any validation', () => {
    const different = Array.from({ length: 20 }, (_, seed) => {
      const model = createNetwork();
      model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
      const [x, y] = [images(7, seed + 1), labels(7)];
      const losses = Array.from({ length: 3 }, () => (model.evaluate(x, y) as tf.Scalar).dataSync()[0]);
      return new Set(losses).size > 1;
    });
    assert.equal(different.filter(Boolean).length, 0);
  });

  it('takes what a convolution outside of it made in 16 bits', () => {
    fast();
    fast = useFastTraining({ precision: 'bfloat16', seed: 7 });
    const model = createNetwork();
    const predict = (x: tf.Tensor) => (model.predict(x) as tf.Tensor).dataSync();
    const filtered = () =>
      tf.conv2d(images(6) as tf.Tensor4D, tf.fill<tf.Rank.R4>([3, 3, 1, 1], 0.1), 1, 'same');
    const copy = tf.tensor4d(filtered().dataSync(), [6, 8, 8, 1]);
    for (let round = 0; round < 4; round++) predict(images(6));
    assert.deepEqual(predict(filtered()), predict(copy));
  });

  it('heeds a change of a layer, of the loss and of what is trainable', async () => {
    const model = createNetwork({ rate: 0.5 });
    const x = images(6);
    const y = labels(6);
    const step = async () => (await model.trainOnBatch(x, y)) as number;
    model.compile({ optimizer: tf.train.sgd(0), loss: 'categoricalCrossentropy' });
    const [one, other] = [await step(), await step()];
    assert.notEqual(one, other, 'masks differ');
    (model.layers.find((layer) => layer.getClassName() === 'Dropout') as unknown as { rate: number }).rate =
      0;
    const plain = await step();
    assert.equal(await step(), plain);
    model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
    assert.notEqual(await step(), plain);
    const [kernel] = model.layers[1].getWeights();
    const before = kernel.dataSync();
    model.layers[1].trainable = false;
    model.compile({ optimizer: tf.train.sgd(0.5), loss: 'categoricalCrossentropy' });
    await step();
    assert.deepEqual(model.layers[1].getWeights()[0].dataSync(), before);
  });

  it('tells data that are one tensor from data that are two', async () => {
    const build = () =>
      tf.sequential({
        layers: [
          tf.layers.dense({
            units: 4,
            inputShape: [4],
            kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
          }),
        ],
      });
    const [byGraph, byOp] = [build(), build()];
    byOp.layers[0].setCallHook(() => {});
    const [x, y] = [tf.randomNormal([5, 4], 0, 1, 'float32', 1), tf.randomNormal([5, 4], 0, 1, 'float32', 2)];
    const losses: number[][] = [];
    for (const model of [byGraph, byOp]) {
      model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
      const own: number[] = [];
      for (const target of [x, x, y, y]) own.push((await model.trainOnBatch(x, target)) as number);
      losses.push(own);
    }
    assert.ok(relativeError(losses[0], losses[1]) < 1e-6);
  });

  it('runs op by op what it does not know: own layers, own losses, watched layers, inside of a gradient', async () => {
    class Doubling extends tf.layers.Layer {
      static className = 'Doubling';
      factor = 2;
      override call(inputs: tf.Tensor | tf.Tensor[]) {
        return tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, this.factor++);
      }
      override computeOutputShape(shape: tf.Shape) {
        return shape;
      }
    }
    const own = tf.sequential({
      layers: [tf.layers.activation({ activation: 'linear', inputShape: [2] }), new Doubling()],
    });
    const x = tf.ones([1, 2]);
    const calls = [1, 2, 3, 4].map(() => (own.predict(x) as tf.Tensor).dataSync()[0]);
    assert.deepEqual(calls, [2, 3, 4, 5]);

    let weight = 1;
    const model = createNetwork({ rate: 0 });
    const loss = (labels: tf.Tensor, output: tf.Tensor) =>
      tf.mul(tf.losses.meanSquaredError(labels, output), weight++);
    model.compile({ optimizer: tf.train.sgd(0), loss });
    const losses: number[] = [];
    for (let i = 0; i < 3; i++) losses.push((await model.trainOnBatch(images(3), labels(3))) as number);
    assert.ok(Math.abs(losses[2] / losses[0] - 3) < 1e-4);

    let seen = 0;
    watch(model, () => seen++);
    for (let i = 0; i < 5; i++) (model.predict(images(3)) as tf.Tensor).dispose();
    assert.equal(seen, 5);
    assert.equal(openGraphs(), 0);

    const plain = createNetwork();
    for (let i = 0; i < 3; i++) (plain.predict(images(3)) as tf.Tensor).dispose();
    assert.equal(openGraphs(), 1);
    const slope = tf.grad((x) => tf.sum(tf.square(plain.predict(x) as tf.Tensor)))(images(3));
    assert.ok(slope.abs().sum().dataSync()[0] > 0);
  });

  it('lets tf.profile() see every kernel', async () => {
    const model = createNetwork();
    const x = images(3);
    for (let i = 0; i < 4; i++) (model.predict(x) as tf.Tensor).dispose();
    const { kernelNames } = await tf.profile(() => model.predict(x));
    assert.ok(kernelNames.includes('Softmax'), kernelNames.join());
  });

  it('leaks neither tensors nor graphs, however many shapes come', async () => {
    const model = createNetwork();
    await train(model);
    const predict = () => {
      for (let count = 1; count <= 12; count++) {
        const x = images(count);
        for (let i = 0; i < 3; i++) (model.predict(x) as tf.Tensor).dispose();
        x.dispose();
      }
    };
    predict();
    const { numTensors } = tf.memory();
    predict();
    assert.equal(tf.memory().numTensors, numTensors);
    assert.ok(openGraphs() <= 8);
  });

  it('keeps weights apart that started with the same data', async () => {
    const build = () => {
      const model = tf.sequential({
        layers: [tf.layers.dense({ units: 2, inputShape: [2] }), tf.layers.dense({ units: 2 })],
      });
      const [kernel, bias] = [tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.zeros([2])];
      model.setWeights([kernel, bias, kernel, bias]);
      model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
      return model;
    };
    const [byGraph, byOp] = [build(), build()];
    byOp.layers[0].setCallHook(() => {});
    const [x, y] = [tf.tensor2d([1, 2, 0, 1], [2, 2]), tf.tensor2d([0, 1, 1, 0], [2, 2])];
    for (const model of [byGraph, byOp]) for (let i = 0; i < 3; i++) await model.trainOnBatch(x, y);
    const [found, expected] = [byGraph, byOp].map((model) =>
      model.getWeights().map((weight) => weight.dataSync()),
    );
    found.forEach((weight, i) => assert.ok(relativeError(weight, expected[i]) < 1e-5, `${i}`));
  });
});
