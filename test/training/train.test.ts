import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Dataset, Split } from '../../src/lib/dataset/dataset';
import { tf } from '../../src/lib/engine/tensorflow';
import { sha256 } from '../../src/lib/files/sha256';
import { classesOf } from '../../src/lib/model/classes-of';
import { createModel } from '../../src/lib/model/create-model';
import { checkSettings, readCheckpoint } from '../../src/lib/training/checkpoint-file';
import { train } from '../../src/lib/training/train';
import { barImages } from './small-run';
import { EMOTIONS } from '../../src/lib/emotions';

describe('train()', () => {
  let runFolder: string;
  before(async () => {
    runFolder = path.join(await mkdtemp(path.join(tmpdir(), 'train-')), 'run');
  });
  after(() => rm(path.dirname(runFolder), { recursive: true }));

  const splits: Split[] = Array.from({ length: 42 }, (_, i) => (i < 28 ? 'train' : 'publicTest'));
  const dataset: Dataset = {
    ...barImages(42),
    classes: EMOTIONS,
    splits,
    names: splits.map((_, i) => `${i}`),
    source: { kind: 'drawn faces', form: 'folder', path: '', fingerprint: 'abc', labeledBy: 'own' },
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
    const last = path.join(runFolder, 'checkpoints', 'last.safetensors');
    const { mtimeMs } = await stat(last);
    const { history } = await train(options());
    assert.equal(history.length, 2);
    assert.equal((await stat(last)).mtimeMs, mtimeMs);
    await assert.rejects(
      train({ ...options(), labelSmoothing: 0 }),
      /last\.safetensors to be a checkpoint of a run with labelSmoothing 0 but found labelSmoothing 0\.05/,
    );
  });

  it('starts with the weights that it is given, and resumes with no others', async () => {
    const folder = (name: string) => path.join(path.dirname(runFolder), name);
    const started = (from: tf.LayersModel, name: string) =>
      train({
        ...{ ...options(), epochs: 1, runFolder: folder(name), peakLearningRate: 1e-9 },
        startFrom: { name: 'shipped', model: from },
      });
    const [one, other] = [1, 2].map((seed) => createModel({ seed }));
    const { model } = await started(one, 'started');
    const kernelOf = ({ layers }: tf.LayersModel) =>
      layers
        .find(({ name }) => name === 'stem_conv')!
        .getWeights()[0]
        .dataSync();
    kernelOf(model).forEach((value, i) => assert.ok(Math.abs(value - kernelOf(one)[i]) < 1e-6));
    assert.ok(kernelOf(model).some((value, i) => Math.abs(value - kernelOf(other)[i]) > 1e-2));
    await assert.rejects(
      started(other, 'started'),
      /to be a checkpoint of a run with initialWeights "[0-9a-f]{64}" but found initialWeights "/,
    );
    await assert.rejects(
      started(createModel({ architecture: 'classic' }), 'refused'),
      /^ExpectationError: Expected weight \d+ of the model to start from to be of shape \[.*\], as in the network to train but found \[/,
    );
  });

  it('gives a network of other classes the weights of one, but for its last layer', async () => {
    const classes = ['low', 'middle', 'high'];
    const labels = dataset.labels.map((label) => label % 3);
    const from = createModel({ seed: 3 });
    const run = (freeze: boolean, name: string) =>
      train({
        ...{ dataset: { ...dataset, classes, labels }, epochs: 1, batchSize: 14, freeze, averageDecay: 0 },
        startFrom: { name: 'models/mine', model: from },
        runFolder: path.join(path.dirname(runFolder), name),
      });
    const { model } = await run(true, 'frozen');
    assert.deepEqual(classesOf(model), classes);
    assert.deepEqual(model.outputs[0].shape, [null, 3]);
    // Kernels, and not the statistics of batch normalization, which follow the images.
    const kernelsOf = ({ layers }: tf.LayersModel) =>
      layers
        .filter(({ name }) => name !== 'probabilities')
        .flatMap((layer) => layer.getWeights().filter(({ shape }) => shape.length > 1))
        .map((kernel) => kernel.dataSync());
    const before = kernelsOf(from);
    const changed = (of: tf.LayersModel) =>
      kernelsOf(of).some((kernel, i) => kernel.some((value, j) => value !== before[i][j]));
    assert.equal(changed(model), false);
    const { model: whole } = await run(false, 'whole');
    assert.equal(changed(whole), true);
    await assert.rejects(
      train({ ...options(), freeze: true }),
      /freeze to be false for a network that starts/,
    );
  });

  it('goes on with more epochs where the learning rate is constant, as if it had had them from the start', async () => {
    const folder = (name: string) => path.join(path.dirname(runFolder), name);
    const run = (name: string, epochs: number, schedule: 'constant' | 'one-cycle' = 'constant') =>
      train({ ...options(), runFolder: folder(name), epochs, schedule });
    await run('longer', 1);
    const longer = await run('longer', 2);
    const whole = await run('whole run', 2);
    assert.deepEqual(
      longer.history.map(({ loss }) => loss),
      whole.history.map(({ loss }) => loss),
    );
    await assert.rejects(run('longer', 1), /epochs 1 but found epochs 2/);
    await run('cycle', 1, 'one-cycle');
    await assert.rejects(
      run('cycle', 2, 'one-cycle'),
      /A one-cycle schedule ends with its last epoch.*--from/,
    );
  });

  describe('on votes', () => {
    /** For each image how many of ten voted for its label; the rest for the next emotion. */
    const withVotes = (forLabel: number): Dataset => {
      const votes = new Uint8Array(42 * 10);
      dataset.labels.forEach((label, i) => {
        votes[i * 10 + label] = forLabel;
        votes[i * 10 + ((label + 1) % 7)] = 10 - forLabel;
      });
      return { ...dataset, votes, source: { ...dataset.source, labeledBy: 'crowd' } };
    };
    const run = (name: string, change: Partial<Parameters<typeof train>[0]>) =>
      train({ ...options(), epochs: 1, runFolder: path.join(path.dirname(runFolder), name), ...change });
    const teacher = (id: string) => ({
      ...{ id, share: 0.5 },
      predict: (images: tf.Tensor4D) => tf.fill<tf.Rank.R2>([images.shape[0], 7], 1 / 7),
    });

    it('has the shares of the train split as targets', async () => {
      const own = await run('own', {});
      const same = await run('crowd', { dataset: withVotes(10) });
      assert.equal(same.history[0].loss, own.history[0].loss);
      const split = await run('split', { dataset: withVotes(7), teacher: teacher('a') });
      assert.notEqual(split.history[0].loss, own.history[0].loss);
      const shares = new Float32Array(28 * 7);
      for (let i = 0; i < 28; i++) {
        shares[i * 7 + dataset.labels[i]] = 7 / 10;
        shares[i * 7 + ((dataset.labels[i] + 1) % 7)] = 3 / 10;
      }
      const file = path.join(path.dirname(runFolder), 'split', 'checkpoints', 'last.safetensors');
      const { settings } = await readCheckpoint(file);
      assert.equal(settings.labelDistributions, sha256(new Uint8Array(shares.buffer)));
      assert.deepEqual([settings.labels, settings.teacher], ['crowd', 'a']);
    });

    it('is not resumed with other votes, other labels, another teacher or none', async () => {
      const resume = (name: string, change: Partial<Parameters<typeof train>[0]>) =>
        run(name, { epochs: 1, ...change });
      await assert.rejects(
        resume('split', { dataset: withVotes(6), teacher: teacher('a') }),
        /to be a checkpoint of a run with labelDistributions "[0-9a-f]{64}" but found labelDistributions "/,
      );
      await assert.rejects(
        resume('split', { dataset: withVotes(7), teacher: teacher('b') }),
        /a run with teacher "b" but found teacher "a"\./,
      );
      await assert.rejects(
        resume('split', { dataset: withVotes(7) }),
        /a run with teacher not set but found teacher "a"\./,
      );
      await assert.rejects(resume('crowd', {}), /a run with labels "own", .* but found labels "crowd",/);
      const { history } = await resume('split', { dataset: withVotes(7), teacher: teacher('a') });
      assert.equal(history.length, 1);
    });

    it('takes a checkpoint from before there were votes as one of the own labels', () => {
      const before = { file: 'last.safetensors', settings: { seed: 1 } } as unknown as Parameters<
        typeof checkSettings
      >[0];
      checkSettings(before, { seed: 1, labels: 'own' });
      assert.throws(
        () => checkSettings(before, { seed: 1, labels: 'crowd' }),
        /with labels "crowd" but found labels "own"\./,
      );
    });
  });
});
