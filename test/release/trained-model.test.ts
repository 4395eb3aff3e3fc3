import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Dataset } from '../../src/lib/dataset/dataset';
import { predict } from '../../src/lib/evaluation/index';
import { BUNDLED_MODELS, loadModel } from '../../src/lib/model/index';
import { cardRows, exportRelease, readCard, loadTrainedModel } from '../../src/lib/release/index';
import { readSettings, writeRunJson } from '../../src/lib/run/index';
import { madeEvaluation } from '../run/made-evaluation';
import { tinyRun } from './tiny-run';

describe('trainedModel()', () => {
  let root: string;
  let dataset: Dataset;
  let runFolder: string;
  const settingsFor = (environment: Record<string, string>) =>
    readSettings({ FER2013: 'drawn', ...environment }, { root });
  /** Settings whose run is the one that was trained. */
  const trainedRun = (environment: Record<string, string> = {}) => {
    const settings = settingsFor({ EPOCHS: '2', ...environment });
    return { ...settings, folders: { ...settings.folders, run: runFolder } };
  };
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'trained-model-'));
    ({ dataset, runFolder } = await tinyRun(root));
  });
  after(() => rm(root, { recursive: true }));

  it('names notebook 5 where there is neither a run nor a model that ships', async () => {
    await assert.rejects(loadTrainedModel(settingsFor({})), /5-train-model\.ipynb first/);
  });

  it("is the run's best checkpoint where there is one", async () => {
    const { model, origin, title, history, source, chosenOn, folder, metadata } =
      await loadTrainedModel(trainedRun());
    assert.deepEqual([origin, source, chosenOn, folder], ['run', 'drawn faces', 'publicTest', runFolder]);
    assert.match(title, /^the model of this run, epoch [12]$/);
    assert.equal(history.length, 2);
    assert.throws(metadata, /6-evaluate-model\.ipynb first/);
    await writeRunJson(folder, 'evaluation', madeEvaluation({ data: 'drawn faces', fingerprint: 'abc' }));
    assert.deepEqual((metadata() as { data: object }).data, { kind: source, fingerprint: 'abc' });
    model.dispose();
  });

  it('says of an interrupted run how many of its epochs are finished', async () => {
    const whole = await loadTrainedModel(trainedRun());
    assert.equal(whole.interrupted, null);
    const part = await loadTrainedModel(trainedRun({ EPOCHS: '5' }));
    assert.match(part.title, /^the model of this run, epoch [12], interrupted after 2 of 5 epochs$/);
    assert.match(
      part.interrupted ?? '',
      /^The training was interrupted after 2 of 5 epochs, .*notebook 5 again/,
    );
    await writeRunJson(runFolder, 'evaluation', madeEvaluation({ data: 'drawn faces', fingerprint: 'abc' }));
    const { run } = part.metadata() as { run: { epochs: number; finishedEpochs: number } };
    assert.deepEqual([run.finishedEpochs, run.epochs], [2, 5]);
    for (const { model } of [whole, part]) model.dispose();
  });

  it('is the model that ships where nothing was trained, or where it is asked for', async () => {
    const shipped = path.join(root, 'models', 'emotion');
    await exportRelease(runFolder, shipped, { dataset, latencyRepeats: 5 });
    const expected = await predict((await loadModel(shipped)).model, dataset);
    for (const settings of [settingsFor({}), trainedRun({ MODEL: 'shipped' })]) {
      const { model, origin, title, history, folder, metadata } = await loadTrainedModel(settings);
      assert.equal(origin, 'shipped');
      assert.match(title, /^the bundled model \(shipped\), epoch [12]$/);
      assert.deepEqual(await predict(model, dataset), expected);
      assert.deepEqual(history, JSON.parse(await readFile(path.join(runFolder, 'history.json'), 'utf8')));
      assert.equal(path.basename(folder), 'shipped-on-drawn-quick');
      assert.equal(metadata().card, 'card.json');
      model.dispose();
    }
    const asked = await loadTrainedModel(trainedRun({ MODEL: 'run' }));
    assert.equal(asked.origin, 'run');
    asked.model.dispose();
  });

  it('is the model of the votes for photographs, unless the run was on photographs or is asked for', async () => {
    await cp(path.join(root, BUNDLED_MODELS.shipped), path.join(root, BUNDLED_MODELS.crowd), {
      recursive: true,
    });
    const originOf = async (settings: ReturnType<typeof trainedRun>) => {
      const { origin, model } = await loadTrainedModel(settings, { forPhotographs: true });
      model.dispose();
      return origin;
    };
    assert.equal(await originOf(trainedRun()), 'crowd');
    assert.equal(await originOf(trainedRun({ MODEL: 'shipped' })), 'shipped');
    assert.equal(await originOf(trainedRun({ MODEL: 'run' })), 'run');
    const data = { kind: 'FER-2013' as const, path: 'fer2013.zip' };
    assert.equal(await originOf({ ...trainedRun(), data }), 'run');
  });

  it('knows when its checkpoint was chosen on other images than those at hand', async () => {
    const settings = settingsFor({});
    const elsewhere = { ...settings, data: { kind: 'FER-2013' as const, path: 'fer2013.zip' } };
    const { chosenOn, source, model } = await loadTrainedModel(elsewhere);
    assert.deepEqual(chosenOn, { elsewhere: 'publicTest of drawn faces' });
    assert.equal(source, 'drawn faces');
    model.dispose();
  });

  it('has a card whose heart is a table', async () => {
    const card = await readCard(path.join(root, 'models', 'emotion'));
    const rows = Object.fromEntries(cardRows(card).map(({ what, value }) => [what, value]));
    const fair = card.measurements.flipAveraged.scores.find(({ split }) => split === 'privateTest')!;
    const shown = rows['privateTest, averaged with the mirror image'];
    assert.ok(shown.startsWith(`${(100 * fair.accuracy).toFixed(2)} % of 28 `), shown);
    assert.match(shown, /Not optimistic: the checkpoint was chosen on publicTest/);
    assert.match(rows['trained on'], /^drawn faces, split train, 2 epochs$/);
    assert.equal(rows.command, card.training.command);
  });
});
