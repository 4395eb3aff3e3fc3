import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { createBatches, loadDataset, selectSplit } from '../../src/lib/dataset/index';
import { tf } from '../../src/lib/engine/tensorflow';
import { classesOf } from '../../src/lib/model/classes-of';
import {
  describeDataset,
  describeOtherLengths,
  imagesOfRun,
  loadBestModel,
  openDataset,
  planTraining,
  requireRunJson,
  runTraining,
} from '../../src/lib/run/index';
import { AdamW, fit } from '../../src/lib/training/index';
import { readPublicSet, writePngs, type PublicSet } from '../dataset/support/public-sets';
import { tinyFaces } from './tiny-faces';

describe("a training on one's own images", () => {
  const root = mkdtempSync(path.join(tmpdir(), 'own-'));
  after(() => rmSync(root, { recursive: true }));
  const environment = { DATASET: 'moods', RUN_SIZE: 'quick', EPOCHS: '1', RUNS: 'runs' };
  const plan = (changes = {}) => planTraining({ changes }, { environment, root });
  before(async () => {
    await tinyFaces(root, { perClass: 6 });
    const moods = { happy: 'Good', sad: 'Bad', surprise: 'Other' };
    for (const [emotion, mood] of Object.entries(moods))
      cpSync(path.join(root, 'faces', 'train', emotion), path.join(root, 'moods', mood), { recursive: true });
  });

  it('learns its classes, keeps their names, and says which splits were divided', async () => {
    const dataset = await openDataset(plan());
    assert.deepEqual(dataset.classes, ['Bad', 'Good', 'Other']);
    assert.deepEqual(dataset.source.fromTrain?.splits, ['publicTest', 'privateTest']);
    assert.match(
      describeDataset(dataset),
      /^3 classes, in the order of their labels: Bad, Good, Other\.\n12 images to train on .*,\n3 images .*,\n3 images .*\.\nThe images came without validation and test: a tenth .* \(seed 1\)/,
    );
    await runTraining(plan(), { dataset: imagesOfRun(dataset, plan()) });
    const { command, data } = requireRunJson(plan().folders.run, 'training');
    assert.equal(command, 'DATASET=moods RUN_SIZE=quick npm run train -- --preset quick --epochs 1 --seed 1');
    assert.deepEqual(data, {
      kind: 'own images',
      fingerprint: dataset.source.fingerprint,
      classes: ['Bad', 'Good', 'Other'],
    });
    const { model } = await loadBestModel({ folders: plan().folders });
    assert.deepEqual(classesOf(model), ['Bad', 'Good', 'Other']);
  });

  it('says what to do for more epochs', () => {
    assert.equal(describeOtherLengths(plan()), undefined);
    assert.match(
      describeOtherLengths(plan({ epochs: 3 }))!,
      /^A run of 1 epoch with otherwise the same settings is in \S+\. A one-cycle .* --from \S+$/,
    );
    assert.equal(describeOtherLengths(plan({ epochs: 3, optimizer: 'adamw' })), undefined);
  });

  for (const name of ['digits', 'mnist'] as const)
    it(`tells pictures apart that are no faces: ${name}`, (test) => tellsApart(name, { test }));

  async function tellsApart(name: 'digits' | 'mnist', { test }: { test: TestContext }): Promise<void> {
    let set: PublicSet;
    try {
      set = await readPublicSet(name);
    } catch (error) {
      if (!(error as Error).message.includes('a network error')) throw error;
      return test.skip((error as Error).message);
    }
    const every = Math.floor(set.pictures.length / 1000);
    const folder = path.join(root, name);
    await writePngs(folder, { ...set, pictures: set.pictures.filter((_, i) => i % every === 0) });
    const dataset = await loadDataset(
      { kind: 'own images', path: folder },
      { cacheFolder: path.join(root, 'cache') },
    );
    assert.equal(dataset.classes.join(''), '0123456789');
    const model = tf.sequential({
      layers: [
        tf.layers.rescaling({ scale: 1 / 255, offset: 0, inputShape: [48, 48, 1] }),
        tf.layers.averagePooling2d({ poolSize: 3 }),
        tf.layers.flatten(),
        tf.layers.dense({
          units: 10,
          activation: 'softmax',
          kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
        }),
      ],
    });
    const optimizer = new AdamW({ learningRate: 0.01, weightDecay: 0 });
    model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    const history = await fit(model, {
      train: (epoch) => createBatches(selectSplit(dataset, 'train'), { batchSize: 32, epoch }),
      validation: () => createBatches(selectSplit(dataset, 'privateTest'), { shuffle: false }),
      epochs: 8,
    });
    assert.ok(history.at(-1)!.valAccuracy > 0.85, `${history.at(-1)!.valAccuracy}`);
  }
});
