import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createBatches, type Batches } from '../../src/lib/dataset/batches';
import { useFastTraining } from '../../src/lib/engine/index';
import { tf } from '../../src/lib/engine/tensorflow';
import { readCheckpoint, writeCheckpoint } from '../../src/lib/training/checkpoint-file';
import { modelCheckpoint, fit, progressLogger, type Callback, type Run } from '../../src/lib/training/index';
import { screen } from '../screen';
import { barImages, smallModel, smallRun, withoutTimes } from './small-run';

/** Puts NaN into the first number of a variable. */
function poison(variable: tf.Tensor): void {
  tf.tidy(() => {
    const values = variable.dataSync().slice();
    values[0] = NaN;
    (variable as tf.Variable).assign(tf.tensor(values, variable.shape));
  });
}

const POISONS: Record<string, (run: Run) => void | Promise<void>> = {
  weights: ({ model }) => poison(model.trainableWeights[0].read()),
  'moving statistics': ({ model }) => poison(model.nonTrainableWeights[0].read()),
  "optimizer's state": async ({ model }) => {
    const [iterations, ...means] = await model.optimizer.getWeights();
    iterations.tensor.dispose();
    poison(means[0].tensor);
  },
  average: ({ weightAverage }) => poison(weightAverage!.state()!.values[0]),
};

/**
 * Batches of the user's own whose targets are NaN; those of `batches` are checked when they are
 * made.
 */
function withoutTargets(plain: Batches): Batches {
  return {
    length: plain.length,
    images: plain.images,
    *[Symbol.iterator]() {
      for (const batch of plain) {
        const y = tf.fill<tf.Rank.R2>(batch.y.shape, NaN);
        const dispose = () => {
          y.dispose();
          batch.dispose();
        };
        yield { ...batch, y, dispose };
      }
    },
  };
}

interface Disturbance {
  poison?: (run: Run) => void | Promise<void>;
  /** From 1. */
  epoch?: number;
  step?: number;
  times?: number;
}

/** A callback that makes a run's state not finite after a step, and notes what the run does. */
function disturb({ poison, epoch: bad = 2, step: at = 1, times = 1 }: Disturbance) {
  const seen = { epochs: [] as number[], rates: [] as number[], warnings: [] as string[] };
  const callback: Callback = {
    onEpochBegin: (_, { epoch }) => void seen.epochs.push(epoch),
    async onBatchEnd(run, { epoch, step }) {
      if (epoch === bad && step === at && times-- > 0) await poison?.(run);
    },
    onEpochEnd: (_, { learningRate }) => void seen.rates.push(learningRate),
    onWarning: (_, { message }) => void seen.warnings.push(message),
  };
  return { seen, callback };
}

describe('a training whose numbers stop being finite', () => {
  let root: string;
  let undisturbed: Awaited<ReturnType<typeof smallRun>>;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'not finite '));
    undisturbed = await smallRun();
  });
  after(() => rm(root, { recursive: true }));

  const weightsOf = (model: tf.LayersModel) => model.getWeights().map((weight) => weight.dataSync());

  for (const [what, poison] of Object.entries(POISONS))
    for (const step of [1, 4])
      it(`does the epoch again from the one before: ${what}, ${step === 4 ? 'after the last' : 'in the middle'}`, async () => {
        const { seen, callback } = disturb({ poison, step });
        const { history, model } = await smallRun({ callbacks: [callback] });
        assert.deepEqual(seen.epochs, [1, 2, 2, 3, 4]);
        assert.deepEqual(withoutTimes(history), withoutTimes(undisturbed.history));
        assert.deepEqual(weightsOf(model), weightsOf(undisturbed.model));
        assert.deepEqual(
          seen.rates,
          history.map(({ learningRate }) => learningRate),
        );
        assert.equal(seen.warnings.length, 1);
        assert.match(
          seen.warnings[0],
          /^Epoch 2 produced NaN or infinity \(.*\d+ of \d+ numbers of .*\)\. Training returns to the end of epoch 1 and repeats the epoch\.$/,
        );
      });

  it('starts over where the first epoch is the one, and says so once for each epoch', async () => {
    const first = disturb({ poison: POISONS.weights, epoch: 1 });
    const third = disturb({ poison: POISONS["optimizer's state"], epoch: 3, step: 4 });
    const { history } = await smallRun({ callbacks: [first.callback, third.callback] });
    assert.deepEqual(withoutTimes(history), withoutTimes(undisturbed.history));
    assert.deepEqual(third.seen.epochs, [1, 1, 2, 3, 3, 4]);
    assert.match(first.seen.warnings[0], /returns to the start and repeats/);
    assert.match(first.seen.warnings[1], /^Epoch 3 .*optimizer\//);
  });

  it('goes back with fast training, whose graphs hold on to the variables', async () => {
    const run = async (callbacks: Callback[]) => {
      const fastTraining = useFastTraining({ precision: 'float32', seed: 1 });
      try {
        const { history, model } = await smallRun({ fastTraining, callbacks });
        return { history: withoutTimes(history), weights: weightsOf(model) };
      } finally {
        fastTraining();
      }
    };
    const callbacks = Object.values(POISONS).map((poison, i) => disturb({ poison, epoch: i + 1 }).callback);
    assert.deepEqual(await run(callbacks), await run([]));
  });

  it('keeps no tensor of an epoch that was undone', async () => {
    const counts: number[] = [];
    const count: Callback = { onEpochEnd: () => void counts.push(tf.memory().numTensors) };
    await smallRun({ callbacks: [disturb({ poison: POISONS.weights, epoch: 3 }).callback, count] });
    assert.equal(new Set(counts).size, 1, counts.join());
  });

  it('stops the second time with what was seen, and resumes later', async () => {
    const folder = path.join(root, 'twice');
    const { callback } = disturb({ poison: POISONS.weights, epoch: 3, times: 2 });
    let model!: tf.LayersModel;
    const watch: Callback = { onTrainEnd: (run) => void (model = run.model) };
    await assert.rejects(smallRun({ callbacks: [modelCheckpoint({ folder }), callback, watch] }), {
      name: 'ExpectationError',
      message:
        /^Expected epoch 3 of the training to be of finite numbers but found loss NaN at batch 3; NaN or infinity: \d+ of 392 numbers of model\/conv\/kernel, .*, both times\. The training has diverged: lower the learning rate .* checkpoints of earlier epochs are kept\.$/,
    });
    assert.ok(weightsOf(model).every((values) => values.every(Number.isFinite)));
    assert.deepEqual((await readdir(folder)).sort(), ['best.safetensors', 'last.safetensors']);
    assert.equal((await readCheckpoint(path.join(folder, 'last.safetensors'))).history.length, 2);
    const { history } = await smallRun({ callbacks: [modelCheckpoint({ folder })] });
    assert.deepEqual(withoutTimes(history), withoutTimes(undisturbed.history));
  });

  it('says when the second attempt fails differently from the first', async () => {
    const callbacks = [1, 2].map((step) => disturb({ poison: POISONS.weights, step }).callback);
    await assert.rejects(
      smallRun({ callbacks }),
      /batch 3; .*; then loss NaN at batch 4; .* the second time\. The same steps gave a different result/,
    );
  });

  it('finds the batch that brings them', async () => {
    const model = smallModel();
    const images = barImages(14);
    await assert.rejects(
      fit(model, {
        train: (epoch) => withoutTargets(createBatches(images, { epoch, batchSize: 7 })),
        validation: () => createBatches(images),
        callbacks: [disturb({}).callback],
      }),
      /epoch 1 of the training .* loss NaN at batch \d.*, both times\. The batch itself contains NaN or infinity/,
    );
  });

  it('is not begun from weights that are not', async () => {
    const model = smallModel();
    poison(model.trainableWeights[0].read());
    const images = barImages(14);
    await assert.rejects(
      fit(model, { train: () => createBatches(images), validation: () => createBatches(images) }),
      /Expected the weights of the model .* at the start to be finite numbers but found NaN or infinity: 1 of 392 numbers of model\/conv\/kernel/,
    );
  });

  it('says so in a line of progress(), or as a warning of the process', async () => {
    let text = '';
    const line = progressLogger({ write: (more) => (text += more), live: true, interval: 0 });
    await smallRun({
      callbacks: [line, { ...disturb({ poison: POISONS.weights }).callback, onWarning: undefined }],
    });
    const lines = screen(text).map((shown) => shown.slice(0, 9));
    assert.deepEqual(
      lines.map((shown) => shown.trim()).filter((shown) => shown !== ''),
      ['Epoch 1/4', 'Epoch 2 p', 'Epoch 2/4', 'Epoch 3/4', 'Epoch 4/4'],
    );
    const warned = once(process, 'warning') as Promise<[Error]>;
    await smallRun({
      epochs: 2,
      callbacks: [{ ...disturb({ poison: POISONS.weights }).callback, onWarning: undefined }],
    });
    assert.match((await warned)[0].message, /^Epoch 2 produced NaN or infinity/);
  });

  it('stops at once where the optimizer does not tell its state, and keeps no checkpoint of such a run', async () => {
    const run = (callbacks: Callback[]) => {
      const model = smallModel();
      const optimizer = tf.train.adamax(0.01);
      model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
      const images = barImages(35);
      const options = {
        train: () => createBatches(images),
        validation: () => createBatches(images),
        epochs: 2,
      };
      return fit(model, { ...options, callbacks });
    };
    assert.equal((await run([])).length, 2);
    await assert.rejects(
      run([disturb({ poison: POISONS.weights, step: 0 }).callback]),
      /epoch 2 of the training/,
    );
    await assert.rejects(
      run([modelCheckpoint({ folder: path.join(root, 'adamax') })]),
      /the optimizer to be .* Adamax/,
    );
  });

  it('is not resumed from what an earlier version kept of it', async () => {
    const folder = path.join(root, 'former');
    const file = path.join(folder, 'last.safetensors');
    await smallRun({ epochs: 1, callbacks: [modelCheckpoint({ folder })] });
    const { tensors, ...rest } = await readCheckpoint(file);
    tensors['model/norm/gamma'].data[2] = Infinity;
    await writeCheckpoint(file, { ...rest, tensors });
    await assert.rejects(smallRun({ callbacks: [modelCheckpoint({ folder })] }), {
      name: 'ExpectationError',
      message:
        /last\.safetensors to be a checkpoint of finite numbers but found NaN or infinity: 1 of 8 numbers of model\/norm\/gamma\. An earlier version saved .* Delete the file and run the same training again/,
    });
  });
});
