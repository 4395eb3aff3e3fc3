import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  countByClass,
  findDuplicates,
  labelDistributions,
  selectSplit,
  type Dataset,
} from '../dataset/index';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { accuracy, predict, predictedLabels } from '../evaluation/index';
import { fitTemperature } from '../evaluation/temperature';
import { writeFileAtomic } from '../files/write-file-atomic';
import { makeFolder } from '../files/make-folder';
import { loadModel, saveModel, summarize } from '../model/index';
import { foldTemperature } from '../model/fold-temperature';
import { requireRunJson, type ProgressListener, type TrainingRecord } from '../run/index';
import { temporaryFolder } from '../files/temporary-folder';
import type { History } from '../training/index';
import { measureLatency } from './measure-latency';
import { measureModel } from './measure-model';
import type { ModelCard } from './model-card';
import { CARD_FILES } from './card-files';
import { chooseCheckpoint } from './choose-checkpoint';
import { historySha256 } from './load-release';
import { partOfSplit } from './part-of-split';
import { cardText } from './read-card';
import { renderCard } from './render-card';
import { releaseFigures } from './release-figures';

/** Options of {@link exportRelease}. */
export interface ExportOptions {
  /** The images that the run was trained on, including the tests. */
  dataset: Dataset;
  /** See `measureModel`. */
  voted?: Dataset;
  /** Whether an unfinished training may be exported; its card says so. */
  allowUnfinished?: boolean;
  /** The commit of the project, for the card. */
  commit?: string;
  /** Creates a listener for each pass over the tests, such as `progressBar`. */
  progress?: (label: string) => ProgressListener;
  /** The number of predictions to measure the latency with. */
  latencyRepeats?: number;
}

/**
 * Exports a training run as a release: its better checkpoint (see `chooseCheckpoint`), calibrated on
 * publicTest and stored in 16 bits, with a model card measured on the model as loaded from its files. Writes `model.json`,
 * the weights, `card.json`, its Markdown version `README.md`, and the figures as SVG.
 *
 * @param runFolder a folder written by `npm run train`
 * @param folder the target, created if needed
 * @throws ExpectationError when the run does not exist or is unfinished, or the images are not
 *   those it was trained on
 * @example await exportRelease(plan.folders.run, 'models/emotion', { dataset });
 */
export async function exportRelease(
  runFolder: string,
  folder: string,
  { dataset, voted, allowUnfinished = false, commit, progress, latencyRepeats }: ExportOptions,
): Promise<ModelCard> {
  const record = requireRunJson(runFolder, 'training');
  const history = requireRunJson(runFolder, 'history');
  checkRun(runFolder, { record, history, dataset, allowUnfinished });

  const trained = await chooseCheckpoint(runFolder, dataset, { progress });
  const calibrated = await calibrate(trained.model, dataset, progress);
  const model = await asStored(trained.model);
  trained.model.dispose();
  const { temperature, accuracyUnrounded } = calibrated;
  const measurements = await measureModel(model, dataset, { temperature, voted, progress });
  const latency = await measureLatency(model, { repeats: latencyRepeats });
  const { params, multiplyAdds } = summarize(model);
  const { groups, redundant, testsInTrain, conflicting } = findDuplicates(dataset);
  const { kind, fingerprint, labeledBy: labels } = dataset.source;
  const training = {
    ...record,
    ...{ epochs: history.length, bestEpoch: trained.epoch, chosenOn: 'publicTest' as const },
    seconds: history.reduce((sum, { seconds }) => sum + seconds, 0),
  };
  const fair = measurements.oneView.scores.find(({ split }) => split === 'privateTest');
  const { weightsSha256 } = await saveModel(model, folder, {
    precision: 'float16',
    metadata: {
      ...{ architecture: record.recipe.architecture, temperature, card: CARD_FILES.json },
      data: { kind, fingerprint, labels },
      ...(fair && { accuracy: { [fair.split]: fair.accuracy, note: fair.note } }),
      training: { command: record.command, bestEpoch: trained.epoch, chosenOn: training.chosenOn },
    },
  });
  model.dispose();

  const card: ModelCard = {
    model: {
      ...{ architecture: record.recipe.architecture, parameters: params, multiplyAdds },
      ...{ bytes: await bytesOf(folder), weightsSha256 },
    },
    data: {
      ...{ kind, fingerprint, labels, counts: countByClass(dataset) },
      duplicates: {
        ...{ groups: groups.length, redundant },
        ...{ testsInTrain: testsInTrain.length, conflicting: conflicting.length },
      },
    },
    training,
    temperature: { value: temperature, fittedOn: 'publicTest' },
    ...{ measurements, accuracyUnrounded, latency },
    ...{ run: path.basename(runFolder), commit, historySha256: historySha256(history) },
  };
  for (const [name, svg] of Object.entries(await releaseFigures(card, history)))
    await writeFileAtomic(path.join(folder, name), svg);
  await writeFileAtomic(path.join(folder, CARD_FILES.history), `${JSON.stringify(history, null, 1)}\n`);
  await writeFileAtomic(path.join(folder, CARD_FILES.json), cardText(card));
  await writeFileAtomic(path.join(folder, CARD_FILES.markdown), renderCard(card));
  return card;
}

function checkRun(
  runFolder: string,
  {
    record,
    history,
    dataset,
    allowUnfinished,
  }: { record: TrainingRecord; history: History; dataset: Dataset; allowUnfinished: boolean },
): void {
  const { epochs } = record.recipe;
  if (history.length < epochs && !allowUnfinished)
    throw expectation(runFolder, {
      expectation: `a training of ${epochs} epochs`,
      found: `${history.length} of them`,
      advice: `Resume it with ${record.command}`,
    });
  if (dataset.source.fingerprint !== record.data.fingerprint)
    throw expectation('the images', {
      expectation: `those that the run was trained on (${record.data.kind}, ${record.data.fingerprint.slice(0, 12)}…)`,
      found: `${dataset.source.kind}, ${dataset.source.fingerprint.slice(0, 12)}…`,
      advice: 'Set FER2013 to the data set that was trained on.',
    });
}

/** Fits the temperature on publicTest and folds it into the model's weights. */
async function calibrate(
  model: tf.LayersModel,
  dataset: Dataset,
  progress?: (label: string) => ProgressListener,
): Promise<{ temperature: number; accuracyUnrounded: number }> {
  const tests = selectSplit(dataset, ['publicTest', 'privateTest']);
  const probabilities = await predict(model, tests, { onProgress: progress?.('Calibrating') });
  const distributions = labelDistributions(tests);
  const temperature = fitTemperature(...partOfSplit(tests, probabilities, 'publicTest'), {
    labelDistributions: distributions && partOfSplit(tests, distributions, 'publicTest')[1],
  });
  foldTemperature(model, { temperature });
  return { temperature, accuracyUnrounded: accuracy(tests.labels, predictedLabels(probabilities, tests)) };
}

/** The model as loaded from its files: with kernels rounded to 16 bits. */
async function asStored(model: tf.LayersModel): Promise<tf.LayersModel> {
  const folder = temporaryFolder('release');
  try {
    await saveModel(model, folder, { precision: 'float16' });
    return (await loadModel(folder)).model;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function bytesOf(folder: string): Promise<number> {
  await makeFolder(folder);
  const files = (await readdir(folder)).filter((name) => name === 'model.json' || name.endsWith('.bin'));
  const sizes = await Promise.all(files.map(async (name) => (await stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
