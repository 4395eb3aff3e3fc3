import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Dataset, Split } from '../../src/lib/dataset/dataset';
import { train } from '../../src/lib/training/train';
import { barImages } from './small-run';

describe('train()', () => {
  let runFolder: string;
  before(async () => {
    runFolder = path.join(await mkdtemp(path.join(tmpdir(), 'train-')), 'run');
  });
  after(() => rm(path.dirname(runFolder), { recursive: true }));

  const splits: Split[] = Array.from({ length: 42 }, (_, i) => (i < 28 ? 'train' : 'publicTest'));
  const dataset: Dataset = {
    ...barImages(42),
    splits,
    names: splits.map((_, i) => `${i}`),
    source: { kind: 'drawn faces', form: 'folder', path: '', fingerprint: 'abc' },
  };
  const options = () => ({ dataset, runFolder, epochs: 2, batchSize: 14 });

  it('trains the compact model, keeps the run, and gives back the best weights', async () => {
    const { model, history, best } = await train(options());
    assert.equal(model.name, 'compact');
    assert.equal(history.length, 2);
    assert.equal(best.valAccuracy, Math.max(...history.map(({ valAccuracy }) => valAccuracy)));
    assert.deepEqual((await readdir(runFolder)).sort(), ['checkpoints', 'history.json']);
    const checkpoints = await readdir(path.join(runFolder, 'checkpoints'));
    assert.deepEqual(checkpoints.sort(), ['best.safetensors', 'last.safetensors']);
    assert.deepEqual(JSON.parse(await readFile(path.join(runFolder, 'history.json'), 'utf8')), history);
  });

  it('takes a finished run from its folder, and refuses one with other settings', async () => {
    const began = performance.now();
    const { history } = await train(options());
    assert.equal(history.length, 2);
    assert.ok(performance.now() - began < 3000);
    await assert.rejects(
      train({ ...options(), labelSmoothing: 0 }),
      /last\.safetensors to be a checkpoint of a run with labelSmoothing 0 but found labelSmoothing 0\.05/,
    );
  });
});
