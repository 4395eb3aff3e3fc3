import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { createBatches } from '../../src/lib/dataset/batches';
import { tf } from '../../src/lib/engine/tensorflow';
import {
  modelCheckpoint,
  fit,
  loadCheckpoint,
  TrainingInterrupted,
  type History,
} from '../../src/lib/training/index';
import { barImages, smallModel, smallRun, withoutTimes } from './small-run';

const SETTINGS = { run: 'small' };

describe('checkpoint()', () => {
  let root: string;
  let uninterrupted: Awaited<ReturnType<typeof smallRun>>;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'check points '));
    uninterrupted = await smallRun();
  });
  after(() => rm(root, { recursive: true }));

  const weightsOf = (model: tf.LayersModel) => model.getWeights().map((weight) => weight.dataSync());

  /** Kills a training process when it says `line`, `delay` milliseconds later. */
  async function killAt(folder: string, { line, delay }: { line: string; delay: number }): Promise<void> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(__dirname, 'killed-run.ts'), folder],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const exit = once(child, 'exit');
    for await (const said of createInterface(child.stdout)) {
      if (said !== line) continue;
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGKILL');
    }
    const [, signal] = (await exit) as [number | null, string | null];
    assert.equal(signal, 'SIGKILL', `the process ended by itself before or after ${line}`);
  }

  it('lets a killed run go on as if nothing had happened, wherever it was killed', async () => {
    const folder = path.join(root, 'killed');
    await mkdir(folder);
    await writeFile(path.join(folder, '.last.safetensors.abc.tmp'), 'half a checkpoint');
    // In the middle of an epoch; while a checkpoint is being written; between an epoch and the
    // next.
    await killAt(folder, { line: 'batch 2.1', delay: 0 });
    await killAt(folder, { line: 'epoch 2', delay: 0 });
    await killAt(folder, { line: 'epoch 3', delay: 3 });
    const { history, model } = await smallRun({
      callbacks: [modelCheckpoint({ folder, settings: SETTINGS })],
    });
    assert.deepEqual(withoutTimes(history), withoutTimes(uninterrupted.history));
    assert.deepEqual(weightsOf(model), weightsOf(uninterrupted.model));
    assert.ok(
      !(await readdir(folder)).some((name) => name.includes('safetensors.')),
      'unfinished files are left',
    );
  });

  it('keeps the best epoch with its averaged weights, and the whole run', async () => {
    const folder = path.join(root, 'best');
    const { history } = await smallRun({ callbacks: [modelCheckpoint({ folder, settings: SETTINGS })] });
    assert.deepEqual((await readdir(folder)).sort(), ['best.safetensors', 'last.safetensors']);

    const model = smallModel();
    const best = await loadCheckpoint(path.join(folder, 'best.safetensors'), { model });
    const record = best.history[best.history.length - 1];
    const highest = Math.max(...history.map(({ valAccuracy }) => valAccuracy));
    assert.deepEqual(
      record,
      history.find(({ valAccuracy }) => valAccuracy === highest),
    );
    assert.deepEqual(best.settings, SETTINGS);
    const { images, labels } = barImages(35, { seed: 2 });
    const predicted = tf.tidy(() => {
      const x = tf.tensor4d(Float32Array.from(images), [35, 48, 48, 1]);
      return (model.predict(x) as tf.Tensor2D).argMax(1).dataSync();
    });
    const right = labels.filter((label, i) => label === predicted[i]).length;
    assert.equal(right / 35, highest);
  });

  it('returns at once when the run is finished, and trains again when told not to resume', async () => {
    const folder = path.join(root, 'finished');
    const callbacks = () => [modelCheckpoint({ folder, settings: SETTINGS })];
    const { history } = await smallRun({ epochs: 2, callbacks: callbacks() });
    let epochs = 0;
    const counter = { onEpochBegin: () => void epochs++ };
    const again = await smallRun({ epochs: 2, callbacks: [...callbacks(), counter] });
    assert.equal(epochs, 0);
    assert.deepEqual(again.history, history);
    await smallRun({
      epochs: 2,
      callbacks: [modelCheckpoint({ folder, settings: SETTINGS, resume: false }), counter],
    });
    assert.equal(epochs, 2);
  });

  it('keeps its files when the run is interrupted, and resumes from them', async () => {
    const folder = path.join(root, 'interrupted');
    const controller = new AbortController();
    const stopper = {
      onEpochBegin: (_: unknown, { epoch }: { epoch: number }) => void (epoch === 3 && controller.abort()),
    };
    const keep = () => modelCheckpoint({ folder, settings: SETTINGS });
    await assert.rejects(
      smallRun({ callbacks: [keep(), stopper], signal: controller.signal }),
      TrainingInterrupted,
    );
    assert.equal((await readdir(folder)).length, 2);
    const { history } = await smallRun({ callbacks: [keep()] });
    assert.deepEqual(withoutTimes(history), withoutTimes(uninterrupted.history));
  });

  it('resumes with the optimizers of tfjs as well', async () => {
    const run = async (folder: string | undefined, epochs: number) => {
      const model = smallModel();
      model.compile({
        optimizer: tf.train.adam(0.01),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      const images = barImages(35);
      const callbacks = folder ? [modelCheckpoint({ folder })] : [];
      const options = {
        train: (epoch: number) => createBatches(images, { epoch }),
        validation: () => createBatches(images),
        epochs,
        callbacks,
      };
      return withoutTimes(await fit(model, options));
    };
    const folder = path.join(root, 'adam');
    await run(folder, 1);
    assert.deepEqual(await run(folder, 3), await run(undefined, 3));
  });

  it('names a damaged file, other settings and another architecture', async () => {
    const folder = path.join(root, 'wrong');
    const last = path.join(folder, 'last.safetensors');
    const run = (settings: Record<string, unknown>) =>
      smallRun({ epochs: 1, callbacks: [modelCheckpoint({ folder, settings })] });
    await run({ seed: 1, batchSize: 64 });
    await assert.rejects(
      run({ seed: 1, batchSize: 32 }),
      /last\.safetensors to be a checkpoint of a run with batchSize 32 but found batchSize 64\. Restore these settings/,
    );
    const network = { name: 'mine', layers: [{ filters: 8 }, { units: 7 }] };
    await assert.rejects(
      run({ seed: 1, batchSize: 64, network: { layers: 'x'.repeat(200) } }),
      /network with SHA-256 [0-9a-f]{8}… but found network not set\./,
    );
    await rm(folder, { recursive: true });
    await run({ seed: 1, network });
    const wider = { name: 'theirs', layers: [{ filters: 16, name: 'a' }, { units: 7 }, {}] };
    await assert.rejects(
      run({ seed: 1, network: wider }),
      new RegExp(
        'run with network.name "theirs", network.layers.0.filters 16, network.layers.0.name "a" and 1 more that differ ' +
          'but found network.name "mine", network.layers.0.filters 8, network.layers.0.name not set and 1 more',
      ),
    );
    const other = tf.sequential({ layers: [tf.layers.dense({ units: 7, inputShape: [3] })], name: 'other' });
    await assert.rejects(
      loadCheckpoint(last, { model: other }),
      /last\.safetensors to be the 2 weights of the model other but found a different .* another architecture/,
    );
    const bytes = await readFile(last);
    await writeFile(last, bytes.subarray(0, bytes.length - 10));
    await assert.rejects(
      run({ seed: 1, batchSize: 64 }),
      /last\.safetensors to be an intact safetensors file .* Delete the file/,
    );
    await assert.rejects(
      loadCheckpoint(path.join(folder, 'none'), { model: other }),
      /none to be a checkpoint but found nothing there\. Train/,
    );
  });

  it('leaves a history that JSON gives back', async () => {
    const folder = path.join(root, 'killed');
    const model = smallModel();
    const { history } = await loadCheckpoint(path.join(folder, 'last.safetensors'), { model });
    const saved = JSON.parse(await readFile(path.join(folder, 'history.json'), 'utf8')) as History;
    // Written by the last process that was killed, so at most as long as the finished run.
    assert.ok(saved.length >= 1 && saved.length <= history.length);
    assert.deepEqual(withoutTimes(saved), withoutTimes(history.slice(0, saved.length)));
  });
});
