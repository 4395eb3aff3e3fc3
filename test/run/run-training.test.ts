import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Dataset } from '../../src/lib/dataset/dataset';
import {
  loadBestModel,
  packageVersions,
  planTraining,
  requireRunJson,
  runTraining,
  type TrainingOverrides,
} from '../../src/lib/run/index';
import { readCheckpoint } from '../../src/lib/training/checkpoint-file';
import { modelCheckpoint, TrainingInterrupted } from '../../src/lib/training/index';
import { smallRun } from '../training/small-run';
import { tinyFaces } from './tiny-faces';

const OVERRIDES: TrainingOverrides = { preset: 'quick', changes: { epochs: 1, batchSize: 14 }, seed: 5 };

describe('runTraining()', () => {
  let root: string;
  let dataset: Dataset;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'training-'));
    dataset = await tinyFaces(root);
  });
  after(() => rm(root, { recursive: true }));
  const plan = (folder: string, overrides = OVERRIDES) =>
    planTraining({ ...overrides, folder }, { environment: { FER2013: 'drawn' }, root });

  it('has the same history and the same weights for the same seed, to the last bit', async () => {
    const runs = [];
    for (const folder of ['first', 'second']) {
      const { history } = await runTraining(plan(folder), { dataset });
      assert.equal(history.length, 1);
      const best = await readCheckpoint(path.join(root, folder, 'checkpoints', 'best.safetensors'));
      runs.push({ history: withoutTimes(history), tensors: best.tensors });
    }
    assert.deepEqual(runs[0], runs[1]);
    const { history } = await runTraining(plan('third', { ...OVERRIDES, seed: 6 }), { dataset });
    assert.notDeepEqual(withoutTimes(history), runs[0].history);
  });

  it('keeps what made it, and the network', async () => {
    const files = ['architecture.json', 'checkpoints', 'history.json', 'training.json'];
    assert.deepEqual((await readdir(path.join(root, 'first'))).sort(), files);
    const record = requireRunJson(path.join(root, 'first'), 'training');
    assert.equal(
      record.command,
      'FER2013=drawn npm run train -- --preset quick --epochs 1 --batch-size 14 --seed 5',
    );
    assert.equal(record.data.fingerprint, dataset.source.fingerprint);
    assert.equal(record.recipe.batchSize, 14);
    assert.equal(record.packages.Node, packageVersions()[0].version);
    const { model, epoch } = await loadBestModel(plan('first'));
    assert.deepEqual([model.name, epoch], ['compact', 1]);
  });

  it('resumes a run that was stopped, and notes both versions of the project', async () => {
    const stop = new AbortController();
    const two = { ...OVERRIDES, changes: { ...OVERRIDES.changes, epochs: 2 } };
    const stopAfterOne = { onEpochEnd: () => stop.abort() };
    const options = { dataset, signal: stop.signal, callbacks: [stopAfterOne], commit: 'a' };
    await assert.rejects(runTraining(plan('stopped', two), options), TrainingInterrupted);
    const { history } = await runTraining(plan('stopped', two), { dataset, commit: 'b' });
    const whole = await runTraining(plan('whole', two), { dataset, commit: 'b' });
    assert.deepEqual(withoutTimes(history), withoutTimes(whole.history));
    const commits = (folder: string) => requireRunJson(path.join(root, folder), 'training').commits;
    assert.deepEqual([commits('stopped'), commits('whole')], [['a', 'b'], ['b']]);
  });

  it('refuses a second training in the same folder while the first one runs, also a training of its own checkpoints', async () => {
    const two = { ...OVERRIDES, seed: 8 };
    let second: Promise<unknown> | undefined;
    let third: Promise<unknown> | undefined;
    const again = {
      onEpochBegin() {
        second ??= runTraining(plan('together', two), { dataset }).catch((error: Error) => error.message);
        const folder = path.join(root, 'together', 'checkpoints');
        third ??= smallRun({ callbacks: [modelCheckpoint({ folder })] }).catch(
          (error: Error) => error.message,
        );
      },
    };
    const { history } = await runTraining(plan('together', two), { dataset, callbacks: [again] });
    assert.equal(history.length, 1);
    const refused =
      /together.* to be a folder that no other training uses but found process \d+ .*Wait for it to finish/;
    assert.match((await second) as string, refused);
    assert.match((await third) as string, refused);
    const files = ['architecture.json', 'checkpoints', 'history.json', 'training.json'];
    assert.deepEqual((await readdir(path.join(root, 'together'))).sort(), files);
  });

  it('writes nothing where the training is finished', async () => {
    const folder = path.join(root, 'first');
    const files = ['training.json', 'architecture.json', 'history.json', 'checkpoints/last.safetensors'];
    const state = () =>
      files.map((name) => {
        const { ino, mtimeMs } = statSync(path.join(folder, name));
        return [name, ino, mtimeMs];
      });
    const before = state();
    await runTraining(plan('first'), { dataset, commit: 'another' });
    assert.deepEqual(state(), before);
  });

  it('leaves the record as it is where it refuses to go on', async () => {
    const file = path.join(root, 'first', 'training.json');
    const before = readFileSync(file, 'utf8');
    const other = { ...OVERRIDES, changes: { ...OVERRIDES.changes, labelSmoothing: 0.2 } };
    await assert.rejects(runTraining(plan('first', other), { dataset }), /labelSmoothing 0\.2/);
    assert.equal(readFileSync(file, 'utf8'), before);
  });
});

/** The records without what the clock decides. */
function withoutTimes(history: readonly object[]) {
  return history.map((record) => ({ ...record, seconds: 0, imagesPerSecond: 0 }));
}
