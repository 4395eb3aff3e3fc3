import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import type { Dataset, Split } from '../../src/lib/dataset/dataset';
import { selectSplit } from '../../src/lib/dataset/select-split';
import { accuracy, crossEntropy, predict, predictedLabels } from '../../src/lib/evaluation/index';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';
import { classesOf, createModel } from '../../src/lib/model/index';
import { readCheckpoint } from '../../src/lib/training/checkpoint-file';
import { loadCheckpoint } from '../../src/lib/training/load-checkpoint';
import { train } from '../../src/lib/training/train';
import { barImages } from './small-run';

const root = temporaryFolder('other-classes-test');
after(() => rmSync(root, { recursive: true }));

/** Images whose labels are those of so many classes, in turn. */
function datasetOf(classes: readonly string[]): Dataset {
  const n = 4 * classes.length;
  const splits = Array.from({ length: n }, (_, i): Split => (i < n / 2 ? 'train' : 'publicTest'));
  return {
    ...{ images: barImages(n).images, labels: Uint8Array.from({ length: n }, (_, i) => i % classes.length) },
    ...{ classes, splits, names: splits.map((_, i) => `${i}`) },
    source: { kind: 'own images', form: 'folder', path: '', fingerprint: 'abc', labeledBy: 'own' },
  };
}

describe('train() on own images', () => {
  for (const count of [3, 12])
    it(`learns ${count} classes, and its checkpoints give back their names`, async () => {
      const classes = Array.from({ length: count }, (_, i) => `kind ${i}`);
      const runFolder = path.join(root, `${count}`);
      const options = {
        dataset: datasetOf(classes),
        runFolder,
        epochs: 1,
        batchSize: 2 * count,
      };
      const { model, history } = await train({ ...options, classWeights: classes.map(() => 1) });
      assert.deepEqual(model.outputs[0].shape, [null, count]);
      assert.deepEqual(classesOf(model), classes);
      const { labels, images } = selectSplit(options.dataset, 'publicTest');
      const probabilities = await predict(model, images);
      const loss = crossEntropy(labels, probabilities);
      assert.ok(Math.abs(history[0].valLoss - loss) < 1e-4 * loss, `${history[0].valLoss} is not ${loss}`);
      const correct = accuracy(labels, predictedLabels(probabilities, { classes: count }));
      assert.ok(Math.abs(history[0].valAccuracy - correct) < 1e-6);
      const file = path.join(runFolder, 'checkpoints', 'best.safetensors');
      assert.deepEqual((await readCheckpoint(file)).classes, classes);

      const unnamed = createModel({ classes: count });
      await loadCheckpoint(file, { model: unnamed });
      assert.deepEqual(classesOf(unnamed), classes);
      const others = createModel({ classes: classes.map((name) => name.toUpperCase()) });
      await assert.rejects(
        loadCheckpoint(file, { model: others }),
        /classes of the model to be those of .*best\.safetensors, kind 0, .* but found KIND 0, /,
      );
      [model, unnamed, others].forEach((own) => own.dispose());
    });
});
