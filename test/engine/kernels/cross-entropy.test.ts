import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { tf, useFastTraining } from '../../../src/lib/engine';
import { gradientDepth } from '../../../src/lib/engine/kernels/call';
import { crossEntropy } from '../../../src/lib/engine/kernels/cross-entropy';
import { relativeError, valueAndGradients, withFastTraining } from '../compare';

const dense = (activation?: 'softmax') =>
  tf.layers.dense({
    units: 5,
    inputShape: [4],
    activation,
    kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
  });

type Ending = 'dense' | 'activation' | 'softmax layer';

/** A linear model that ends in a softmax, and how it ends. */
function createModel(ending: Ending, loss: unknown = 'categoricalCrossentropy'): tf.LayersModel {
  const layers = {
    dense: [dense('softmax')],
    activation: [dense(), tf.layers.activation({ activation: 'softmax' })],
    'softmax layer': [dense(), tf.layers.softmax()],
  }[ending];
  const model = tf.sequential({ layers });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: loss as string, metrics: ['accuracy'] });
  return model;
}

const LABELS = {
  'one-hot': [1, 0, 0, 0, 0],
  smoothed: [0.6, 0.1, 0.1, 0.1, 0.1],
  weighted: [0, 0, 2.5, 0.5, 0],
  absent: [0, 0, 0, 0, 0],
};

const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);

function dispose(model: tf.LayersModel): void {
  model.optimizer.dispose();
  model.dispose();
}

/** Loss, accuracy and weights after three steps. */
async function train(model: tf.LayersModel, { labels, scale = 1 }: { labels: number[]; scale?: number }) {
  const x = tf.tidy(() => tf.mul(random([6, 4], 2), scale));
  const y = tf.tidy(() => tf.tile(tf.tensor2d([labels]), [6, 1]));
  const results: number[] = [];
  for (let step = 0; step < 3; step++) results.push(...((await model.trainOnBatch(x, y)) as number[]));
  results.push(...model.getWeights().flatMap((weight) => Array.from(weight.dataSync())));
  tf.dispose([x, y]);
  dispose(model);
  return results;
}

/** Runs `work` with fast training on and tells which of TensorFlow's ops it called. */
async function trainFast<Result>(work: () => Promise<Result>): Promise<{ ops: Set<string>; result: Result }> {
  const backend = tf.backend() as unknown as {
    binding: { executeOp(name: string, ...rest: unknown[]): unknown };
  };
  const { binding } = backend;
  const ops = new Set<string>();
  const fast = useFastTraining({ precision: 'float32' });
  backend.binding = Object.create(binding, {
    executeOp: {
      value: (name: string, ...rest: unknown[]) => {
        ops.add(name);
        return binding.executeOp(name, ...rest);
      },
    },
  }) as typeof binding;
  try {
    return { result: await work(), ops };
  } finally {
    backend.binding = binding;
    fast();
  }
}

/** How far apart results may be; weights after three steps hold three gradients. */
const LIMIT = 1e-5;

describe('softmax with categorical cross-entropy', () => {
  const tensors = tf.memory().numTensors;
  after(() => assert.equal(tf.memory().numTensors, tensors, 'logits leaked'));

  for (const ending of ['dense', 'activation', 'softmax layer'] as const) {
    for (const [kind, labels] of Object.entries(LABELS)) {
      it(`trains as stock tfjs-node does, ${kind} labels, ending in ${ending}`, async () => {
        const expected = await train(createModel(ending), { labels });
        const { ops, result } = await trainFast(() => train(createModel(ending), { labels }));
        assert.ok(relativeError(result, expected) < LIMIT, `${result.join()} against ${expected.join()}`);
        assert.ok(ops.has('SoftmaxCrossEntropyWithLogits') && !ops.has('Log'), [...ops].join());
      });
    }
  }

  it('keeps learning where a probability has become 0 or 1, which stock tfjs-node clips', async () => {
    const { result } = await trainFast(() =>
      train(createModel('dense'), { labels: LABELS['one-hot'], scale: 500 }),
    );
    assert.ok(result.every(Number.isFinite), result.join());
    // Six images, those that are wrong by hundreds: the mean loss is far above -log(1e-7), where
    // the clip ends it.
    assert.ok(result[0] > 20, `loss ${result[0]}`);
  });

  it('is left to stock tfjs-node where the loss is a function or another, or the output no softmax', async () => {
    const ending = 'dense';
    const others: (() => tf.LayersModel)[] = [
      () => createModel(ending, 'meanSquaredError'),
      () => createModel(ending, (y: tf.Tensor, p: tf.Tensor) => tf.metrics.categoricalCrossentropy(y, p)),
      () => {
        const model = tf.sequential({
          layers: [dense(), tf.layers.activation({ activation: 'sigmoid' })],
        });
        model.compile({
          optimizer: tf.train.sgd(0.1),
          loss: 'categoricalCrossentropy',
          metrics: ['accuracy'],
        });
        return model;
      },
    ];
    for (const create of others) {
      const expected = await train(create(), { labels: LABELS.smoothed });
      const { ops, result } = await trainFast(() => train(create(), { labels: LABELS.smoothed }));
      assert.ok(relativeError(result, expected) < LIMIT);
      assert.ok(!ops.has('SoftmaxCrossEntropyWithLogits'));
    }
  });

  it('adds up with another loss on the same softmax, and leaves what the model holds as it was', async () => {
    const create = () => {
      const input = tf.input({ shape: [4] });
      const shared = dense('softmax').apply(input) as tf.SymbolicTensor;
      const scaled = tf.layers.rescaling({ scale: 2, name: `scaled` }).apply(shared) as tf.SymbolicTensor;
      const model = tf.model({ inputs: input, outputs: [shared, scaled] });
      model.compile({ optimizer: tf.train.sgd(0.1), loss: ['categoricalCrossentropy', 'meanSquaredError'] });
      return model;
    };
    const step = async (model: tf.LayersModel) => {
      const { lossFunctions } = model as unknown as { lossFunctions: unknown[] };
      const [x, y] = tf.tidy(() => [random([6, 4], 2), tf.tile(tf.tensor2d([LABELS.smoothed]), [6, 1])]);
      const losses = (await model.trainOnBatch(x, [y, y])) as number[];
      assert.equal((model as unknown as { lossFunctions: unknown[] }).lossFunctions, lossFunctions);
      const weights = model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
      tf.dispose([x, y]);
      dispose(model);
      return [...losses, ...weights];
    };
    const expected = await step(create());
    const { ops, result } = await trainFast(() => step(create()));
    assert.ok(relativeError(result, expected) < LIMIT, `${result.join()} against ${expected.join()}`);
    assert.ok(ops.has('SoftmaxCrossEntropyWithLogits'));
  });

  it('has the gradients of the written-out loss, also of the labels', () => {
    const logits = random([3, 4], 5);
    const labels = tf.tidy(() => tf.abs(random([3, 4], 6)));
    const written = (x: tf.Tensor, y: tf.Tensor) => tf.neg(tf.sum(tf.mul(y, tf.logSoftmax(x)), -1));
    const layer = tf.layers.activation({ activation: 'softmax' });
    const fused = (x: tf.Tensor, y: tf.Tensor) => {
      const loss = crossEntropy(y, layer.apply(x) as tf.Tensor);
      // The value alone, without a gradient, is stock tfjs-node's affair.
      assert.equal(loss === undefined, gradientDepth() === 0);
      return loss ?? written(x, y);
    };
    const expected = valueAndGradients(written, [logits, labels]);
    const found = withFastTraining('float32', () => valueAndGradients(fused, [logits, labels]));
    found.forEach((values, i) => assert.ok(relativeError(values, expected[i]) < LIMIT));
    tf.dispose([logits, labels]);
  });

  it('is that of a sure, wrong answer in training and in evaluation, with a gradient', async () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 2, inputShape: [1], activation: 'softmax', useBias: false })],
    });
    const sure = tf.tensor2d([[50, -50]]);
    model.setWeights([sure]);
    model.compile({ optimizer: tf.train.sgd(1), loss: 'categoricalCrossentropy' });
    const [x, y] = [tf.ones([3, 1]), tf.tensor2d([0, 1, 0, 1, 0, 1], [3, 2])];
    const fast = useFastTraining({ precision: 'float32' });
    const before = model.evaluate(x, y) as tf.Scalar;
    const trained = (await model.trainOnBatch(x, y)) as number;
    const [weights] = model.getWeights();
    fast();
    assert.ok(Math.abs(before.dataSync()[0] - 100) < 1e-3);
    assert.ok(Math.abs(trained - 100) < 1e-3);
    assert.deepEqual([...weights.dataSync()], [49, -49]);
    tf.dispose([before, sure, x, y]);
    dispose(model);
  });
});
