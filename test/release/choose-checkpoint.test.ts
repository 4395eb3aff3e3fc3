import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { selectSplit, type Dataset } from '../../src/lib/dataset/index';
import type { tf } from '../../src/lib/engine/tensorflow';
import { applyTemperature, crossEntropy, fitTemperature, predict } from '../../src/lib/evaluation/index';
import { chooseCheckpoint } from '../../src/lib/release/choose-checkpoint';
import { loadBestModel, loadLastModel } from '../../src/lib/run/index';
import { readCheckpoint } from '../../src/lib/training/checkpoint-file';
import { tinyRun } from './tiny-run';

describe('chooseCheckpoint()', () => {
  let root: string;
  let dataset: Dataset;
  const folder = (name: string) => path.join(root, name);
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'choose-checkpoint-'));
    ({ dataset } = await tinyRun(root, { epochs: 3, name: 'long' }));
    await tinyRun(root, { epochs: 1, name: 'short', dataset });
  });
  after(() => rm(root, { recursive: true }));

  /** A run whose best checkpoint is the end of one training, and whose last that of another. */
  async function mixed(best: string, last: string): Promise<string> {
    const run = folder(`${best} ${last}`);
    await cp(folder(best), run, { recursive: true });
    const endOf = (name: string) => path.join(folder(name), 'checkpoints', 'last.safetensors');
    await cp(endOf(best), path.join(run, 'checkpoints', 'best.safetensors'));
    await cp(endOf(last), path.join(run, 'checkpoints', 'last.safetensors'));
    return run;
  }

  it('takes the one with the lower loss on publicTest, be it the best by accuracy or the last', async () => {
    const publicTest = selectSplit(dataset, 'publicTest');
    const lossOf = async (model: tf.LayersModel) => {
      const probabilities = await predict(model, publicTest, { flip: true });
      const temperature = fitTemperature(publicTest.labels, probabilities);
      return crossEntropy(publicTest.labels, applyTemperature(probabilities, { temperature }));
    };
    const chosen = new Set<string>();
    for (const run of [await mixed('long', 'short'), await mixed('short', 'long')]) {
      const settings = { folders: { run } };
      const [best, last] = [await loadBestModel(settings), await loadLastModel(settings)];
      assert.notEqual(best.epoch, last.epoch);
      const isLast = (await lossOf(last.model)) < (await lossOf(best.model));
      const { model, epoch } = await chooseCheckpoint(run, dataset);
      assert.equal(epoch, (isLast ? last : best).epoch);
      assert.equal(await lossOf(model), await lossOf((isLast ? last : best).model));
      chosen.add(isLast ? 'last' : 'best');
    }
    assert.equal(chosen.size, 2);
  });

  it('has the averaged weights of the last epoch', async () => {
    const checkpoint = await readCheckpoint(path.join(folder('long'), 'checkpoints', 'last.safetensors'));
    const { model, epoch } = await loadLastModel({ folders: { run: folder('long') } });
    assert.equal(epoch, 3);
    const average = checkpoint.tensors['average/values'].data as Float32Array;
    const weights = model.getWeights().flatMap((weight) => [...weight.dataSync<'float32'>()]);
    assert.deepEqual(Float32Array.from(weights), average);
  });
});
