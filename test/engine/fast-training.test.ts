import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { describeProcessor, tf, useFastTraining } from '../../src/lib/engine/index';
import { relativeError, withFastTraining } from './compare';

interface Shape {
  seed?: number;
  dropout?: number;
  size?: [number, number, number];
  optimizer?: 'adam' | 'sgd';
}

/**
 * A small network with every layer the engine knows: convolutions with and without bias, a residual
 * sum, both pools.
 */
function createModel({
  seed = 1,
  dropout = 0,
  size = [11, 9, 1],
  optimizer = 'adam',
}: Shape = {}): tf.LayersModel {
  const kernelInitializer = () => tf.initializers.glorotUniform({ seed: seed++ });
  const conv = (filters: number, useBias: boolean) =>
    tf.layers.conv2d({
      filters,
      kernelSize: 3,
      padding: 'same',
      useBias,
      kernelInitializer: kernelInitializer(),
    });
  const input = tf.input({ shape: size });
  let x = conv(8, true).apply(input) as tf.SymbolicTensor;
  x = tf.layers.batchNormalization().apply(x) as tf.SymbolicTensor;
  x = tf.layers.reLU().apply(x) as tf.SymbolicTensor;
  const skip = x;
  x = conv(8, false).apply(x) as tf.SymbolicTensor;
  x = tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-4 }).apply(x) as tf.SymbolicTensor;
  x = tf.layers.add().apply([x, skip]) as tf.SymbolicTensor;
  x = tf.layers.activation({ activation: 'relu' }).apply(x) as tf.SymbolicTensor;
  x = tf.layers.maxPooling2d({ poolSize: 2 }).apply(x) as tf.SymbolicTensor;
  if (dropout) x = tf.layers.dropout({ rate: dropout }).apply(x) as tf.SymbolicTensor;
  x = conv(5, true).apply(x) as tf.SymbolicTensor;
  x = tf.layers.globalAveragePooling2d({}).apply(x) as tf.SymbolicTensor;
  x = tf.layers.dense({ units: 12, kernelInitializer: kernelInitializer() }).apply(x) as tf.SymbolicTensor;
  x = tf.layers.batchNormalization().apply(x) as tf.SymbolicTensor;
  x = tf.layers.activation({ activation: 'relu' }).apply(x) as tf.SymbolicTensor;
  x = tf.layers
    .dense({ units: 7, activation: 'softmax', kernelInitializer: kernelInitializer() })
    .apply(x) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: x });
  model.compile({
    optimizer: tf.train[optimizer](0.01),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

/** A batch of random images and labels, the same for the same seed. */
function createBatch(batch: number, size = [11, 9, 1], seed = 5) {
  const x = tf.randomNormal([batch, ...size], 0, 1, 'float32', seed);
  const labels = tf.tensor1d(Int32Array.from({ length: batch }, (_, i) => (i * 5 + seed) % 7));
  const y = tf.oneHot(labels, 7).toFloat();
  labels.dispose();
  return { x, y, dispose: () => tf.dispose([x, y]) };
}

interface Trained {
  losses: number[];
  weights: Float32Array[];
  names: string[];
}

async function train(model: tf.LayersModel, { steps = 3, batch = 6 } = {}): Promise<Trained> {
  const data = createBatch(batch);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const [loss] = (await model.trainOnBatch(data.x, data.y)) as number[];
    losses.push(loss);
  }
  data.dispose();
  const weights = model.getWeights().map((weight) => weight.dataSync<'float32'>());
  return { losses, weights, names: model.weights.map(({ name }) => name) };
}

function disposeModel(model: tf.LayersModel): void {
  model.optimizer.dispose();
  model.dispose();
}

/** Trains a fresh copy of the same model and throws it away. */
async function trainFresh(
  shape: Shape = {},
  options: { steps?: number; batch?: number } = {},
): Promise<Trained> {
  const model = createModel(shape);
  try {
    return await train(model, options);
  } finally {
    disposeModel(model);
  }
}

afterEach(() => {
  useFastTraining()();
});

describe('useFastTraining()', () => {
  for (const batch of [6, 1]) {
    it(`takes the same training steps as stock tfjs-node, batch of ${batch}`, async () => {
      const expected = await trainFresh({ optimizer: 'sgd' }, { batch });
      useFastTraining({ precision: 'float32' });
      const found = await trainFresh({ optimizer: 'sgd' }, { batch });
      assert.ok(relativeError(found.losses, expected.losses) < 1e-4, `losses ${found.losses.join(', ')}`);
      found.weights.forEach((weight, i) => {
        // The 1 keeps a weight that only rounding moved, such as a bias just before a
        // normalization, from being judged in units of itself.
        const error = relativeError([...weight, 1], [...expected.weights[i], 1]);
        assert.ok(error < 1e-4, `${expected.names[i]} differs by ${error}`);
      });
    });
  }

  it('learns as well in bfloat16', async () => {
    const expected = await trainFresh({}, { steps: 12 });
    const { precision } = useFastTraining({ precision: 'bfloat16' });
    assert.equal(precision, 'bfloat16');
    const found = await trainFresh({}, { steps: 12 });
    assert.ok(relativeError(found.losses.slice(0, 1), expected.losses.slice(0, 1)) < 2e-2);
    assert.ok(expected.losses[11] < expected.losses[0] / 2);
    assert.ok(found.losses[11] < found.losses[0] / 2);
  });

  it('chooses bfloat16 by what the processor says', () => {
    const onednn = process.env.TF_ENABLE_ONEDNN_OPTS !== '0';
    const expected = describeProcessor().bfloat16 && onednn ? 'bfloat16' : 'float32';
    assert.equal(useFastTraining({ precision: 'auto' }).precision, expected);
  });

  it('is idempotent, and undone leaves kernels, gradients, layers and optimizer as they were', () => {
    const { classNameMap } = tf.serialization.SerializationMap.getMap() as unknown as {
      classNameMap: Record<string, [{ prototype: object }]>;
    };
    const snapshot = (): unknown[] => [
      ...tf.getKernelsForBackend('tensorflow').map(({ kernelFunc }) => kernelFunc),
      ...['Relu', 'MaxPool', 'BiasAdd', 'ReluGrad'].map((name) => tf.getGradient(name)),
      ...['Conv2D', 'BatchNormalization', 'Dropout'].flatMap((name) => {
        const { prototype } = classNameMap[name][0];
        return [Object.getOwnPropertyNames(prototype).sort().join(), (prototype as { call: unknown }).call];
      }),
      Object.getOwnPropertyDescriptor(tf.AdamOptimizer.prototype, 'applyGradients')!.value,
      Object.keys(tf.backend()).sort().join(),
    ];
    const before = new Set(snapshot());
    const fast = useFastTraining({ precision: 'float32' });
    assert.equal(useFastTraining({ precision: 'float32' }), fast);
    assert.notDeepEqual(new Set(snapshot()), before);
    assert.notEqual(useFastTraining({ precision: 'bfloat16' }), fast);
    useFastTraining({ precision: 'bfloat16' })();
    fast(); // Undone already by the change of precision: nothing to do.
    const after = new Set(snapshot());
    assert.equal(after.size, before.size);
    for (const part of before) assert.ok(after.has(part));
  });

  it('takes over from an older copy of the library that a notebook has loaded before', () => {
    const path = require.resolve('../../src/lib/engine/fast-training');
    const kernel = () => tf.getKernel('Relu', 'tensorflow').kernelFunc;
    const stock = kernel();
    const old = useFastTraining({ precision: 'float32', seed: 4 });
    const loaded = require.cache[path];
    delete require.cache[path];
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const fresh = require(path) as { useFastTraining: typeof useFastTraining };
    require.cache[path] = loaded;
    const fast = fresh.useFastTraining({ precision: 'float32' });
    assert.notEqual(fast, old);
    assert.equal(fast.dropoutState.seed, 4);
    fast();
    assert.equal(kernel(), stock);
  });

  it('hands a model and its optimizer over in the middle of a training', async () => {
    const expected = await trainFresh({}, { steps: 6 });
    const model = createModel();
    const first = await train(model, { steps: 2 });
    const second = await withFastTrainingAsync(() => train(model, { steps: 2 }));
    const third = await train(model, { steps: 2 });
    disposeModel(model);
    const losses = [...first.losses, ...second.losses, ...third.losses];
    assert.ok(
      relativeError(losses, expected.losses) < 1e-3,
      `${losses.join()} against ${expected.losses.join()}`,
    );
  });

  it("keeps the optimizer's state where tfjs saves it", async () => {
    const state = async () => {
      const model = createModel();
      await train(model);
      const weights = await model.optimizer.getWeights();
      const values = weights.map(({ name, tensor }) => ({ name, values: Array.from(tensor.dataSync()) }));
      disposeModel(model);
      weights[0].tensor.dispose();
      return values;
    };
    const expected = await state();
    const found = await withFastTrainingAsync(state);
    assert.equal(found.length, expected.length);
    assert.equal(found[0].values[0], 3);
    const kernels = expected
      .map(({ name }, i) => ({ name, i }))
      .filter(({ name }) => /kernel\/[mv]/.test(name));
    assert.ok(kernels.length >= 8);
    for (const { name, i } of kernels) {
      assert.ok(relativeError(found[i].values, expected[i].values) < 1e-3, name);
    }
  });

  it('does not change what was cloned from a weight before a step', async () => {
    useFastTraining({ precision: 'float32' });
    const model = createModel();
    const clones = model.getWeights().map((weight) => weight.clone());
    const before = clones.map((clone) => clone.dataSync().slice());
    await train(model);
    clones.forEach((clone, i) => assert.deepEqual(clone.dataSync(), before[i]));
    assert.notDeepEqual(model.getWeights()[0].dataSync(), before[0]);
    tf.dispose(clones);
    disposeModel(model);
  });

  it('trains what stock tfjs-node cannot: a normalization without scale or offset', async () => {
    useFastTraining({ precision: 'float32' });
    const model = tf.sequential({
      layers: [
        tf.layers.batchNormalization({ scale: false, center: false, inputShape: [4] }),
        tf.layers.dense({ units: 1 }),
      ],
    });
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    const x = tf.randomNormal([8, 4], 3, 2, 'float32', 1);
    const y = tf.ones([8, 1]);
    const loss = (await model.trainOnBatch(x, y)) as number;
    assert.ok(Number.isFinite(loss));
    tf.dispose([x, y]);
    model.dispose();
  });

  it('rejects a precision or a seed that cannot be', () => {
    assert.throws(
      () => useFastTraining({ precision: 'float16' as never }),
      /Expected precision to be 'auto'.*float16/,
    );
    assert.throws(() => useFastTraining({ seed: 0.5 }), /Expected seed to be an integer but found 0.5/);
  });
});

describe('models trained fast', () => {
  it('save under the standard class names and give the same numbers in stock tfjs-node', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-'));
    try {
      const fast = useFastTraining({ precision: 'float32' });
      const model = createModel({ dropout: 0.25 });
      await train(model);
      const { x, dispose } = createBatch(5);
      const predict = (of: tf.LayersModel) => tf.tidy(() => (of.predict(x) as tf.Tensor).dataSync());
      const expected = predict(model);
      await model.save(`file://${folder}`);
      fast();
      const loaded = await tf.loadLayersModel(`file://${folder}/model.json`);
      assert.deepEqual(
        loaded.layers.map((layer) => layer.getClassName()),
        model.layers.map((layer) => layer.getClassName()),
      );
      assert.ok(loaded.layers.some((layer) => layer.getClassName() === 'BatchNormalization'));
      assert.ok(relativeError(predict(loaded), expected) < 1e-5);
      const half = withFastTraining('bfloat16', () => predict(loaded));
      assert.ok(relativeError(half, expected) < 2e-2);
      dispose();
      loaded.dispose();
      disposeModel(model);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const precision of ['float32', 'bfloat16'] as const) {
    it(`leak nothing over the steps: ${precision}`, async () => {
      useFastTraining({ precision });
      const native = (tf.backend() as unknown as { binding: { getNumOfTensors(): number } }).binding;
      const model = createModel({ dropout: 0.3, size: [24, 24, 4] });
      const { x, y, dispose } = createBatch(16, [24, 24, 4]);
      const counts: [number, number][] = [];
      const memory: number[] = [];
      for (let step = 0; step < 60; step++) {
        await model.trainOnBatch(x, y);
        if (step % 20 !== 19) continue;
        counts.push([tf.memory().numTensors, native.getNumOfTensors()]);
        memory.push(process.memoryUsage().rss);
      }
      assert.deepEqual(counts[1], counts[0]);
      assert.deepEqual(counts[2], counts[0]);
      assert.ok(memory[2] < memory[0] + 50e6, `resident memory grew from ${memory[0]} to ${memory[2]}`);
      dispose();
      disposeModel(model);
    });
  }

  it('fit by model.fit and evaluate as ever', async () => {
    useFastTraining({ precision: 'auto', seed: 3 });
    const model = createModel({ dropout: 0.25 });
    const { x, y, dispose } = createBatch(20);
    const { history } = await model.fit(x, y, {
      epochs: 2,
      batchSize: 8,
      verbose: 0,
      validationData: [x, y],
    });
    assert.equal(history.loss.length, 2);
    assert.equal(history.val_acc.length, 2);
    dispose();
    disposeModel(model);
  });
});

async function withFastTrainingAsync<Result>(work: () => Promise<Result>): Promise<Result> {
  const fast = useFastTraining({ precision: 'float32' });
  try {
    return await work();
  } finally {
    fast();
  }
}
