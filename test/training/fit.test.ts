import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBatches } from '../../src/lib/dataset/batches';
import { tf } from '../../src/lib/engine/tensorflow';
import { fit, TrainingInterrupted, type Callback } from '../../src/lib/training/index';
import { barImages, smallModel, smallRun, withoutTimes } from './small-run';

describe('fit()', () => {
  it('learns, and tells each epoch', async () => {
    const { history } = await smallRun({ epochs: 6, batchOptions: { augmentation: null } });
    assert.deepEqual(
      history.map(({ epoch }) => epoch),
      [1, 2, 3, 4, 5, 6],
    );
    assert.ok(history[5].loss < history[0].loss / 2, `${history[0].loss} ${history[5].loss}`);
    assert.ok(history[5].valAccuracy > 0.8, `${history[5].valAccuracy}`);
    for (const { seconds, imagesPerSecond } of history) {
      assert.ok(seconds > 0 && imagesPerSecond >= 70 / seconds);
    }
    // The schedule's last step is its end: a thousandth of the peak.
    assert.ok(Math.abs(history[5].learningRate - 0.02 / 1000) < 1e-9);
  });

  it('gives the same history and weights for the same seeds, other ones for others', async () => {
    const run = async (seed: number) => {
      const { history, model } = await smallRun({ epochs: 2, seed });
      return {
        history: withoutTimes(history),
        weights: model.getWeights().map((weight) => weight.dataSync()),
      };
    };
    const [a, b, c] = [await run(4), await run(4), await run(5)];
    assert.deepEqual(a, b);
    // Only the dropout's seed differs.
    assert.notDeepEqual(a.history, c.history);
  });

  it('validates with the averaged weights: the loss and accuracy computed here from the probabilities', async () => {
    const { history, model, weightAverage } = await smallRun({ epochs: 2 });
    const { images, labels } = barImages(35, { seed: 2 });
    weightAverage.apply();
    const probabilities = (
      model.predict(tf.tensor4d(Float32Array.from(images), [35, 48, 48, 1])) as tf.Tensor2D
    ).arraySync();
    const loss = probabilities.reduce((sum, row, i) => sum - Math.log(row[labels[i]]), 0) / 35;
    const right = probabilities.filter((row, i) => row.indexOf(Math.max(...row)) === labels[i]).length;
    assert.ok(Math.abs(history[1].valLoss - loss) < 1e-5);
    assert.ok(Math.abs(history[1].valAccuracy - right / 35) < 1e-9);
  });

  it('calls the callbacks in order', async () => {
    const calls: string[] = [];
    const note = (name: string) => () => void calls.push(name);
    const callback: Callback = {
      onTrainBegin: note('train'),
      onEpochBegin: note('epoch'),
      onBatchBegin: note('batch'),
      onBatchEnd: note('/batch'),
      onEpochEnd: (run, record) => void calls.push(`/epoch ${record.epoch} of ${run.history.length}`),
      onTrainEnd: note('/train'),
    };
    await smallRun({ epochs: 2, callbacks: [callback], batchOptions: { batchSize: 40 } });
    const epoch = ['epoch', 'batch', '/batch', 'batch', '/batch'];
    assert.deepEqual(calls, ['train', ...epoch, '/epoch 1 of 1', ...epoch, '/epoch 2 of 2', '/train']);
  });

  it('leaves no tensor behind from epoch to epoch', async () => {
    const counts: number[] = [];
    await smallRun({ callbacks: [{ onEpochEnd: () => void counts.push(tf.memory().numTensors) }] });
    assert.equal(counts.length, 4);
    assert.equal(new Set(counts).size, 1, counts.join());
  });

  it('stops at a signal, ends its callbacks and says so', async () => {
    const controller = new AbortController();
    let ended = false;
    const stopper: Callback = {
      onBatchEnd: (_, { epoch, step }) => void (epoch === 2 && step === 1 && controller.abort()),
      onTrainEnd: (run) => void (ended = run.interrupted),
    };
    const before = tf.memory().numTensors;
    await assert.rejects(smallRun({ callbacks: [stopper], signal: controller.signal }), (error: unknown) => {
      assert.ok(error instanceof TrainingInterrupted && error.interrupted);
      assert.equal(error.history.length, 1);
      assert.match(error.message, /interrupted after 1 of 4 epochs/);
      return true;
    });
    assert.ok(ended);
    // 7 weights, the optimizer's 2 for each of 5 that learn, and the average's 7 belong to the
    // model that lives on.
    assert.equal(tf.memory().numTensors - before, 24);
  });

  it("stops when the notebook's cell is interrupted, also from a timer", async () => {
    const controller = new AbortController();
    const cell = globalThis as unknown as Record<symbol, AbortSignal | undefined>;
    cell[Symbol.for('jupyter.interrupt')] = controller.signal;
    setTimeout(() => controller.abort(), 50);
    try {
      await assert.rejects(smallRun({ epochs: 1000 }), TrainingInterrupted);
    } finally {
      delete cell[Symbol.for('jupyter.interrupt')];
    }
  });

  it('leaves the seeds of the dropout layers as they were', async () => {
    const { model } = await smallRun({ epochs: 1 });
    assert.equal(model.getLayer('dropout').getConfig().seed, undefined);
  });

  it('seeds the masks of fast training for every step', async () => {
    const seen: number[] = [];
    const fastTraining = {
      set dropoutState({ seed, drawn }: { seed: number; drawn: number }) {
        assert.equal(drawn, 0);
        seen.push(seed);
      },
    };
    await smallRun({ epochs: 2, fastTraining });
    assert.equal(new Set(seen).size, 10);
    assert.ok(seen.every((seed) => Number.isInteger(seed) && Math.abs(seed) < 2 ** 31));
  });

  it('refuses a model that is not compiled for it, and no epochs', async () => {
    const images = barImages(14);
    const options = { train: () => createBatches(images), validation: () => createBatches(images) };
    const model = tf.sequential({
      layers: [tf.layers.flatten({ inputShape: [48, 48, 1] }), tf.layers.dense({ units: 7 })],
    });
    await assert.rejects(
      fit(model, options),
      /the model to be compiled .* but found not compiled\. Call model\.compile/,
    );
    model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
    await assert.rejects(fit(model, options), /but found loss\./);
    await assert.rejects(fit(smallModel(), { ...options, epochs: 0 }), /epochs to be a whole number/);
  });
});
