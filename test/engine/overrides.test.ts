// What a program changes in tfjs, or decides again at each step, has the same effect as in stock
// tfjs-node.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, it } from 'node:test';
import { tf, useFastTraining } from '../../src/lib/engine/index';

type Numbers = number[];

const ones = (rows: number, columns: number) => tf.ones([rows, columns]);

function dense(options: object = {}): tf.layers.Layer {
  return tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'ones', ...options });
}

function compiled(layer: tf.layers.Layer, optimizer: tf.Optimizer = tf.train.sgd(0)): tf.Sequential {
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer, loss: 'meanSquaredError' });
  return model;
}

/** The losses of a few steps, with something done before each. */
async function losses(model: tf.LayersModel, before: (step: number) => void = () => {}): Promise<Numbers> {
  const found: Numbers = [];
  for (let step = 0; step < 5; step++) {
    before(step);
    found.push((await model.trainOnBatch(ones(8, 2), tf.zeros([8, 1]))) as number);
  }
  return found;
}

/** Adam whose gradients are made zero on the way. */
class StillAdam extends tf.AdamOptimizer {
  calls = 0;
  override applyGradients(gradients: tf.NamedTensorMap | { name: string; tensor: tf.Tensor }[]): void {
    this.calls++;
    const zeros = (gradients as { name: string; tensor: tf.Tensor }[]).map(({ name, tensor }) => ({
      name,
      tensor: tf.zerosLike(tensor),
    }));
    super.applyGradients(zeros);
  }
}

interface Changeable {
  activation: unknown;
  kernelRegularizer: { l2: unknown };
  call: unknown;
  addLoss(loss: () => tf.Scalar): void;
}
const changeable = (layer: tf.layers.Layer) => layer as unknown as Changeable;

/** Each gives the same numbers under stock and under the engine. */
const CASES: Record<string, () => Numbers | Promise<Numbers>> = {
  async 'a subclass of Adam with its own applyGradients()'() {
    const optimizer = new StillAdam(0.1, 0.9, 0.999);
    const model = compiled(dense(), optimizer);
    await model.fit(ones(8, 2), tf.zeros([8, 1]), { epochs: 5, verbose: 0 });
    return [optimizer.calls, ...model.getWeights()[0].dataSync()];
  },
  async 'an optimizer whose applyGradients() was replaced'() {
    const optimizer = tf.train.adam(0.1);
    let calls = 0;
    const stock = optimizer.applyGradients.bind(optimizer);
    optimizer.applyGradients = (gradients) => {
      calls++;
      stock(gradients);
    };
    return [...(await losses(compiled(dense(), optimizer))), calls];
  },
  async 'an optimizer whose computeGradients() was replaced'() {
    const optimizer = tf.train.adam(0.1);
    let calls = 0;
    const stock = optimizer.computeGradients.bind(optimizer);
    optimizer.computeGradients = (...args) => {
      const found = stock(...args);
      for (const name of Object.keys(found.grads))
        found.grads[name] = tf.mul(found.grads[name], calls < 3 ? 0 : 1);
      calls++;
      return found;
    };
    return [...(await losses(compiled(dense(), optimizer))), calls];
  },
  'a loss that grows with the step'() {
    let step = 0;
    const layer = dense();
    changeable(layer).addLoss(() => tf.scalar(step++));
    return losses(compiled(layer));
  },
  'the strength of a regularizer, as a number'() {
    const layer = dense({ kernelRegularizer: tf.regularizers.l2({ l2: 1 }) });
    return losses(compiled(layer), (step) => (changeable(layer).kernelRegularizer.l2 = 1 + step));
  },
  'the strength of a regularizer, as a tensor'() {
    const layer = dense({ kernelRegularizer: tf.regularizers.l2({ l2: 1 }) });
    return losses(compiled(layer), (step) => (changeable(layer).kernelRegularizer.l2 = tf.scalar(1 + step)));
  },
  'an activation in place of another'() {
    const layer = dense({ activation: 'sigmoid' });
    const { activation } = tf.layers.activation({ activation: 'linear' }) as unknown as Changeable;
    return losses(compiled(layer), (step) => step === 3 && (changeable(layer).activation = activation));
  },
  'a call() in place of another'() {
    const layer = dense();
    const model = compiled(layer);
    const predict = () => (model.predict(ones(1, 2)) as tf.Tensor).dataSync()[0];
    const before = [predict(), predict(), predict()];
    let factor = 1;
    changeable(layer).call = (x: tf.Tensor | tf.Tensor[]) => tf.mul(Array.isArray(x) ? x[0] : x, factor++);
    return [...before, predict(), predict(), predict()];
  },
  async 'the mask of a dropout with a noise shape, another at each step'() {
    const layers = [
      tf.layers.dropout({ rate: 0.5, noiseShape: [null as never, 1, 32], inputShape: [4, 32] }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1, kernelInitializer: tf.initializers.randomNormal({ seed: 3 }) }),
    ];
    const model = tf.sequential({ layers });
    model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
    const found = new Set<number>();
    for (let step = 0; step < 6; step++)
      found.add((await model.trainOnBatch(tf.ones([8, 4, 32]), tf.zeros([8, 1]))) as number);
    return [found.size];
  },
  'the channels that a spatial dropout drops whole'() {
    const layer = tf.layers.spatialDropout1d({ rate: 0.5 });
    const y = (layer.apply(tf.ones([8, 20, 16]), { training: true }) as tf.Tensor3D).arraySync();
    const partly = y.flatMap((sample) =>
      sample[0].filter((_, channel) => new Set(sample.map((row) => row[channel])).size > 1),
    );
    return [partly.length];
  },
};

describe('fast training leaves to the program', () => {
  for (const [name, numbers] of Object.entries(CASES))
    it(name, async () => {
      const expected = await numbers();
      const fast = useFastTraining({ precision: 'float32' });
      try {
        const found = await numbers();
        assert.equal(found.length, expected.length);
        found.forEach((value, i) =>
          assert.ok(Math.abs(value - expected[i]) < 1e-4, `${value} ${expected[i]}`),
        );
      } finally {
        fast();
      }
    });
});

/** Graph runs of some work. */
async function graphRuns(work: () => Promise<unknown>): Promise<number> {
  const fast = useFastTraining({ precision: 'float32' });
  const backend = tf.backend() as unknown as { binding: { runSavedModel(...args: unknown[]): unknown } };
  const { binding } = backend;
  let runs = 0;
  backend.binding = Object.create(binding, {
    runSavedModel: { value: (...args: unknown[]) => (runs++, binding.runSavedModel(...args)) },
  }) as typeof binding;
  try {
    await work();
  } finally {
    backend.binding = binding;
    fast();
  }
  return runs;
}

describe('fast training trains by graphs', () => {
  function classifier(units: number, loss: string): tf.Sequential {
    const activation = units > 1 ? 'softmax' : 'sigmoid';
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }),
        tf.layers.dense({ units, activation }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.01), loss, metrics: ['accuracy'] });
    return model;
  }
  const x = () => tf.randomNormal([32, 4], 0, 1, 'float32', 1);
  const classes = () =>
    tf
      .oneHot(
        tf.tensor1d(
          Array.from({ length: 32 }, (_, i) => i % 3),
          'int32',
        ),
        3,
      )
      .toFloat();
  const halves = () =>
    tf.tensor2d(
      Array.from({ length: 32 }, (_, i) => i % 2),
      [32, 1],
    );

  for (const [name, work] of Object.entries<() => Promise<unknown>>({
    'fit()': () =>
      classifier(3, 'categoricalCrossentropy').fit(x(), classes(), { epochs: 2, batchSize: 8, verbose: 0 }),
    'fit() with class weights': () =>
      classifier(3, 'categoricalCrossentropy').fit(x(), classes(), {
        ...{ epochs: 2, batchSize: 8, verbose: 0 },
        classWeight: { 0: 1, 1: 2, 2: 1 },
      }),
    'a binary classifier': () =>
      classifier(1, 'binaryCrossentropy').fit(x(), halves(), { epochs: 2, batchSize: 8, verbose: 0 }),
    async 'trainOnBatch()'() {
      const model = classifier(3, 'categoricalCrossentropy');
      for (let step = 0; step < 8; step++) await model.trainOnBatch(x(), classes());
    },
    async 'fitDataset()'() {
      const batches = tf.data.array([0, 1, 2, 3].map(() => ({ xs: x(), ys: classes() })));
      await classifier(3, 'categoricalCrossentropy').fitDataset(batches, { epochs: 2, verbose: 0 });
    },
    async 'evaluate() of a binary classifier'() {
      const model = classifier(1, 'binaryCrossentropy');
      for (let round = 0; round < 2; round++) model.evaluate(x(), halves(), { batchSize: 8 });
      return Promise.resolve();
    },
  }))
    it(name, async () => assert.equal(await graphRuns(work), 8));
});

describe("the README's example of fast training", () => {
  it('trains by a graph, and says so', async () => {
    const readme = readFileSync(path.join(__dirname, '..', '..', 'README.md'), 'utf8');
    const [, example] = /```ts\n(import \{ tf, useFastTraining \}[^`]*)```/.exec(readme) ?? [];
    const code = example.replace(/^import .*$/m, '');
    const AsyncFunction = (async () => {}).constructor as new (
      ...parts: string[]
    ) => (...values: unknown[]) => Promise<void>;
    const run = new AsyncFunction('useFastTraining', 'model', 'x', 'y', 'console', code);
    const said: unknown[] = [];
    const console = { log: (value: unknown) => said.push(value) };
    const model = compiled(dense(), tf.train.adam(0.1));
    const fit = model.fit.bind(model);
    model.fit = (x, y, options) => fit(x, y, { ...options, verbose: 0 });
    const runs = await graphRuns(() => run(useFastTraining, model, ones(64, 2), ones(64, 1), console));
    assert.equal(runs, 6, 'two batches in each of three epochs');
    assert.deepEqual(said[1], { train: 'a graph', evaluate: 'a graph', predict: 'a graph' });
  });
});

describe('explain()', () => {
  it('tells what is a graph, what is not, and why', async () => {
    const fast = useFastTraining({ precision: 'float32' });
    const model = compiled(dense());
    const graph = { train: 'a graph', evaluate: 'a graph', predict: 'a graph' };
    assert.deepEqual(fast.explain(model), graph);
    await losses(model);
    assert.deepEqual(fast.explain(model), graph);
    model.compile({ optimizer: 'sgd', loss: (a, b) => tf.losses.meanSquaredError(a, b) });
    const reason = 'op by op: a loss that is a function';
    assert.deepEqual(fast.explain(model), { ...graph, train: reason, evaluate: reason });
    const own = compiled(dense(), tf.train.sgd(0));
    own.optimizer.minimize = () => null;
    assert.match(fast.explain(own).train, /^op by op: an optimizer with its own minimize\(\)/);
    assert.equal(fast.explain(own).evaluate, 'a graph');
    const raw = tf.sequential({ layers: [dense()] });
    assert.deepEqual(fast.explain(raw), {
      ...{ train: 'op by op: it is not compiled', evaluate: 'op by op: it is not compiled' },
      predict: 'a graph',
    });
    fast();
  });

  it('tells of what changes too often', async () => {
    const fast = useFastTraining({ precision: 'float32' });
    const layer = dense({ kernelRegularizer: tf.regularizers.l2({ l2: 1 }) });
    const model = compiled(layer);
    for (let round = 0; round < 6; round++)
      await losses(model, (step) => (changeable(layer).kernelRegularizer.l2 = 1 + 5 * round + step));
    assert.equal(fast.explain(model).train, 'op by op: what it depends on changes too often');
    fast();
  });
});

describe('fast training and other backends', () => {
  it('are not for each other', async () => {
    const fast = useFastTraining({ precision: 'float32' });
    const model = compiled(dense(), tf.train.adam(0.1));
    const [before] = await losses(model);
    await tf.setBackend('cpu');
    try {
      assert.ok((await losses(model))[0] < before);
      assert.throws(() => useFastTraining(), { message: /Expected the backend of tfjs .* but found cpu\./ });
    } finally {
      await tf.setBackend('tensorflow');
      fast();
    }
  });

  it('are not for models of a second copy of tfjs', async () => {
    useFastTraining({ tf })();
    assert.throws(() => useFastTraining({ tf: { LayersModel: class {} } }), {
      message: /^Expected tf to be this library's copy of @tensorflow\/tfjs-node but found another one\./,
    });
    const { cache } = createRequire(__filename);
    const second = path.join('elsewhere', '@tensorflow', 'tfjs-layers', 'dist', 'tf-layers.node.js');
    const warned = once(process, 'warning') as Promise<Error[]>;
    cache[second] = module;
    try {
      useFastTraining()();
    } finally {
      delete cache[second];
    }
    const [warning] = await warned;
    assert.match(warning.message, /second copy of tfjs: found .* and elsewhere/);
  });

  it('are turned off, not half undone, when a second copy of tfjs-node is loaded', async () => {
    const load = createRequire(__filename);
    const model = compiled(dense(), tf.train.adam(0.1));
    const stock = tf.getKernel('Relu', 'tensorflow');
    const fast = useFastTraining({ precision: 'float32' });
    assert.equal(fast.explain(model).train, 'a graph');
    assert.notEqual(tf.getKernel('Relu', 'tensorflow'), stock);
    const ours = Object.entries(load.cache).filter(([file]) => /[\\/]@tensorflow[\\/]/.test(file));
    for (const [file] of ours) delete load.cache[file];
    const { warn } = console;
    const warned = once(process, 'warning') as Promise<Error[]>;
    // tfjs itself warns of each kernel.
    console.warn = () => {};
    let second: typeof tf;
    try {
      second = load('@tensorflow/tfjs-node') as typeof tf;
    } finally {
      console.warn = warn;
      for (const file of Object.keys(load.cache))
        if (/[\\/]@tensorflow[\\/]/.test(file)) delete load.cache[file];
      Object.assign(load.cache, Object.fromEntries(ours));
    }
    assert.notEqual(second.LayersModel, tf.LayersModel);
    const [{ message }] = await warned;
    assert.match(message, /^Fast training was turned off, since a second copy .*tfjs-node/);
    fast(); // There is nothing left to undo.
    const again = useFastTraining({ precision: 'float32', tf });
    assert.equal(again.explain(model).train, 'a graph');
    assert.throws(() => again.explain(second.sequential()), {
      message:
        /^Expected the model to be a tf\.LayersModel of this library's copy .* but found a Sequential of another/,
    });
    assert.throws(() => useFastTraining({ tf: second }), {
      message: /Models of another copy are not sped up/,
    });
    const [before, ...later] = await losses(model);
    assert.ok(later.at(-1)! < before);
    again();
  });

  it('leave nothing behind in a softmax layer that was made meanwhile', async () => {
    const fast = useFastTraining({ precision: 'float32' });
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 3, inputShape: [4] }), tf.layers.softmax()],
    });
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy' });
    const [x, y] = [tf.ones([6, 4]), tf.ones([6, 3])];
    await model.trainOnBatch(x, y);
    fast();
    await model.trainOnBatch(x, y);
    const { numTensors } = tf.memory();
    for (let step = 0; step < 3; step++) await model.trainOnBatch(x, y);
    assert.equal(tf.memory().numTensors, numTensors);
  });
});
