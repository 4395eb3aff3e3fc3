import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { selectSplit, type Dataset } from '../../src/lib/dataset/index';
import { EMOTIONS } from '../../src/lib/emotions';
import { tf } from '../../src/lib/engine/tensorflow';
import { accuracy, expectedCalibrationError, predict, predictedLabels } from '../../src/lib/evaluation/index';
import { applyTemperature, fitTemperature } from '../../src/lib/evaluation/temperature';
import { createModel } from '../../src/lib/model/index';
import {
  checkRelease,
  exportRelease,
  readCard,
  renderCard,
  type ModelCard,
} from '../../src/lib/release/index';
import { CARD_FILES } from '../../src/lib/release/card-files';
import { readCheckpoint, restoreModel } from '../../src/lib/training/checkpoint-file';
import type { History } from '../../src/lib/training/index';
import { tinyRun } from './tiny-run';

describe('a released model', () => {
  let root: string;
  let folder: string;
  let runFolder: string;
  let dataset: Dataset;
  let card: ModelCard;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'release-test-'));
    folder = path.join(root, 'emotion');
    ({ dataset, runFolder } = await tinyRun(root));
    card = await exportRelease(runFolder, folder, { dataset, latencyRepeats: 10, commit: 'def456' });
  });
  after(() => rm(root, { recursive: true }));

  /** The epoch that was exported as it was trained, put together without the code that exports. */
  async function trained(): Promise<tf.LayersModel> {
    const model = createModel({ architecture: 'compact', seed: 1 });
    const isLast = card.training.bestEpoch === card.training.epochs;
    const file = isLast ? 'last.safetensors' : 'best.safetensors';
    const checkpoint = await readCheckpoint(path.join(runFolder, 'checkpoints', file));
    restoreModel(checkpoint, model, { averaged: isLast });
    return model;
  }

  it('is plain layers for stock tfjs, with calibrated answers, and right as often as the checkpoint', async () => {
    const tests = selectSplit(dataset, ['publicTest', 'privateTest']);
    const publicTest = selectSplit(dataset, 'publicTest');
    const checkpoint = await trained();
    const plain = await tf.loadLayersModel(`file://${folder}/model.json`);
    const { labels, temperature } = plain.getUserDefinedMetadata() as {
      labels: string[];
      temperature: number;
    };
    assert.deepEqual(labels, [...EMOTIONS]);

    const fitted = fitTemperature(publicTest.labels, await predict(checkpoint, publicTest));
    assert.ok(Math.abs(temperature - fitted) < 1e-6 * fitted);
    assert.equal(card.temperature.value, temperature);
    const before = await predict(checkpoint, tests);
    const expected = applyTemperature(before, { temperature });
    const answers = await predict(plain, tests);
    assert.ok(answers.every((value, i) => Math.abs(value - expected[i]) < 0.01));
    const right = (probabilities: Float32Array) => accuracy(tests.labels, predictedLabels(probabilities));
    // Rounding its kernels may turn an image that stands between two emotions.
    assert.ok(Math.abs(right(answers) - right(before)) <= 1 / tests.labels.length);
    assert.equal(card.accuracyUnrounded, right(before));
    assert.equal(card.measurements.oneView.scores[0].accuracy, right(answers));
  });

  it('has a card that says what was measured on its files', async () => {
    const plain = await tf.loadLayersModel(`file://${folder}/model.json`);
    const privateTest = selectSplit(dataset, 'privateTest');
    const flipped = await predict(plain, privateTest, { flip: true });
    const { flipAveraged, oneView, asTrained } = card.measurements;
    const score = flipAveraged.scores.find(({ split }) => split === 'privateTest')!;
    assert.equal(score.accuracy, accuracy(privateTest.labels, predictedLabels(flipped)));
    assert.equal(score.n, 28);
    const errorOf = (probabilities: Float32Array) =>
      expectedCalibrationError(privateTest.labels, probabilities);
    const at = ({ calibration }: typeof asTrained) =>
      calibration.find(({ split }) => split === 'privateTest')!.error;
    // Other batches than the card's are summed in another order.
    assert.ok(Math.abs(at(flipAveraged) - errorOf(flipped)) < 1e-5);
    assert.ok(Math.abs(at(oneView) - errorOf(await predict(plain, privateTest))) < 1e-5);
    assert.ok(Math.abs(at(asTrained) - errorOf(await predict(await trained(), privateTest))) < 0.02);
    const { confusion, report } = oneView.classes.privateTest;
    assert.equal(
      confusion.flat().reduce((sum, n) => sum + n),
      28,
    );
    assert.equal(report.accuracy, oneView.scores.find(({ split }) => split === 'privateTest')!.accuracy);
  });

  it('has a card that says where it comes from, out of the run itself', async () => {
    const history = JSON.parse(await readFile(path.join(runFolder, 'history.json'), 'utf8')) as History;
    assert.equal(card.training.epochs, 2);
    const best = history.reduce((a, b) => (b.valAccuracy > a.valAccuracy ? b : a));
    // Of the checkpoints of the best epoch and the last one.
    assert.ok([best.epoch, 2].includes(card.training.bestEpoch));
    assert.equal(card.training.seconds, history[0].seconds + history[1].seconds);
    assert.match(
      card.training.command,
      /npm run train -- --preset quick --epochs 2 --batch-size 14 --seed 3$/,
    );
    assert.deepEqual([...card.training.commits, card.commit], ['abc123', 'def456']);
    assert.equal(card.data.fingerprint, dataset.source.fingerprint);
    assert.deepEqual(card.data.counts.train, [4, 4, 4, 4, 4, 4, 4]);
    const model = createModel({ architecture: 'compact', seed: 1 });
    assert.equal(card.model.parameters, model.countParams());
    const files = (await readdir(folder)).filter((name) => /model\.json|\.bin$/.test(name));
    const sizes = await Promise.all(files.map(async (name) => (await stat(path.join(folder, name))).size));
    assert.equal(card.model.bytes, sizes[0] + sizes[1]);
    assert.ok(card.model.bytes < 2.2 * card.model.parameters);
    assert.ok(card.latency.p50 > 0 && card.latency.p99 >= card.latency.p50);
  });

  it('comes with its card in JSON and in words, and its figures, which show no picture of the data', async () => {
    assert.deepEqual(await readCard(folder), JSON.parse(JSON.stringify(card)));
    const words = await readFile(path.join(folder, CARD_FILES.markdown), 'utf8');
    assert.equal(words, renderCard(await readCard(folder)));
    for (const name of Object.values(CARD_FILES).filter((file) => file.endsWith('.svg'))) {
      assert.ok(words.includes(`](${name})`), name);
      const svg = await readFile(path.join(folder, name), 'utf8');
      assert.match(svg, /^<svg [^>]*>/);
      // A heatmap's cells are the one image that Plotly draws.
      assert.ok(name === CARD_FILES.confusion || !svg.includes('<image'), name);
    }
    for (const name of await readdir(folder))
      assert.ok(!(await readFile(path.join(folder, name), 'utf8')).includes(root), `${name} holds a path`);
  });

  it('gives the numbers of its card again, to the last digit', async () => {
    const { claims, holds, identical } = await checkRelease(folder, { dataset });
    assert.ok(holds && identical);
    assert.equal(claims.length, 2 * (3 + 3 + 2) + 3);
    assert.ok(claims.every(({ card: said, found }) => said === found));
  });

  it('is found out where its card claims too much, is of other weights, or of other images', async () => {
    const other = path.join(root, 'other');
    await cp(folder, other, { recursive: true });
    const file = path.join(other, CARD_FILES.json);
    const write = (change: (forged: { -readonly [Key in keyof ModelCard]: ModelCard[Key] }) => void) => {
      const forged = structuredClone(card);
      change(forged);
      return writeFile(file, JSON.stringify(forged));
    };
    await write(({ measurements }) => {
      (measurements.oneView.scores[1] as { accuracy: number }).accuracy += 0.01;
    });
    const { claims, holds, identical } = await checkRelease(other, { dataset });
    assert.deepEqual([holds, identical], [false, false]);
    const wrong = claims.filter((claim) => !claim.holds);
    assert.deepEqual(
      wrong.map(({ name }) => name),
      ['one view: accuracy, publicTest'],
    );

    await write((forged) => (forged.model = { ...forged.model, weightsSha256: '00' }));
    await assert.rejects(checkRelease(other, { dataset }), /to be those of its card \(00\)/);
    await write((forged) => (forged.data = { ...forged.data, fingerprint: 'ff00' }));
    await assert.rejects(
      checkRelease(other, { dataset }),
      /the images to be those of the card \(drawn faces, ff00/,
    );
    await assert.rejects(checkRelease(root, { dataset }), /card\.json to be a released model's card/);
  });

  it('is not made of other images than the run was trained on', async () => {
    const others = { ...dataset, source: { ...dataset.source, fingerprint: 'ff00' } };
    await assert.rejects(
      exportRelease(runFolder, folder, { dataset: others }),
      /the images to be those that the run was trained on .* found drawn faces, ff00/,
    );
  });

  it('is not made of half a training, unless asked for, and then says so', async () => {
    const unfinished = path.join(root, 'unfinished');
    await cp(runFolder, unfinished, { recursive: true });
    const record = path.join(unfinished, 'training.json');
    await writeFile(record, (await readFile(record, 'utf8')).replace('"epochs": 2', '"epochs": 9'));
    await assert.rejects(
      exportRelease(unfinished, folder, { dataset }),
      /unfinished to be a training of 9 epochs but found 2 of them\. Resume it with .*npm run train/,
    );
    const half = { ...card, training: { ...card.training, recipe: { ...card.training.recipe, epochs: 9 } } };
    assert.match(renderCard(half), /\*\*Not finished:\*\* it was trained for 2 of the 9 epochs/);
    assert.doesNotMatch(renderCard(card), /Not finished/);
    await assert.rejects(
      exportRelease(root, folder, { dataset }),
      /training\.json .* Run `npm run train` first/,
    );
  });
});
