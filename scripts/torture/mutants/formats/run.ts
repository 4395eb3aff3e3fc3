import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  augmentImages,
  cardRows,
  drawFaces,
  evaluateModel,
  exportRelease,
  loadBestModel,
  loadDataset,
  planTraining,
  readCard,
  readRunJson,
  readSettings,
  renderCard,
  reportRows,
  requireRunJson,
  RUN_FILES,
  createRunMetadata,
  runTraining,
  loadTrainedModel,
  trainingPanels,
  writeRunJson,
  type ModelCard,
  type Settings,
} from '../../../../src/lib/index';
import { defaultPreparation } from '../../../../src/lib/run/index';
import { cardText } from '../../../../src/lib/release/read-card';
import { sha256 } from '../../../../src/lib/files/sha256';
import { finishedRuns } from '../../../runs/finished-runs';
import { summarizeRuns, type EvaluatedRun } from '../../../runs/summarize-runs';
import { runsTable } from '../../../shared/docs/runs';
import { findNotFinite } from '../../find-not-finite';
import { digestOf, readFiles } from '../folders';
import type { Answer, Files, Format } from '../format';
import { mutateJson } from '../json';
import { PIXELS } from './tiny-model';

const NAME = 'tiny-seed1';

/** The files of a release with checksums: the card has its own and that of the history. */
const SHIPPED = ['shipped/card.json', 'shipped/history.json'];

/** The settings that match the created run. */
function settingsOf(folder: string, model: 'run' | 'shipped'): Settings {
  const settings = readSettings({ FER2013: 'drawn', MODEL: model }, { root: folder });
  return {
    ...settings,
    folders: {
      ...settings.folders,
      run: path.join(folder, NAME),
      bundled: { ...settings.folders.bundled, shipped: path.join(folder, 'shipped') },
    },
  };
}

/** A JSON file with constant times, which no seed determines. */
function withoutClock(file: string, bytes: Buffer): Buffer {
  if (!file.endsWith('.json')) return bytes;
  const clock = new Set(['seconds', 'imagesPerSecond', 'p50', 'p99']);
  const value: unknown = JSON.parse(bytes.toString('utf8'), (key, inside: unknown) =>
    clock.has(key) ? 1 : inside,
  );
  return Buffer.from(JSON.stringify(value, null, 1));
}

/**
 * Recomputes the checksums of a release: the history's in the card, and the card's own.
 *
 * @returns the same files if they are too damaged for that
 */
function seal(files: Files): Files {
  const [card, history] = SHIPPED.map((name): unknown => parse(files[name] as Uint8Array));
  if (typeof card !== 'object' || card === null || history === undefined) return files;
  const sums = { historySha256: sha256(JSON.stringify(history)), contentSha256: undefined };
  const sealed = cardText({ ...card, ...sums } as unknown as ModelCard);
  return { ...files, [SHIPPED[0]]: Buffer.from(sealed) };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The contents as they would be shown; an `undefined` in them is undetected damage. */
function answer(...shown: unknown[]): Answer {
  const text = JSON.stringify(shown, (_key, value: unknown) =>
    typeof value === 'function' ? undefined : value,
  );
  const wrong = findNotFinite(shown);
  const hole = /\bNaN\b|\bundefined\b|\[object Object\]|\bInfinity\b/.exec(text);
  const problem = wrong
    ? `${wrong} is no number`
    : hole
      ? `"${text.slice(hole.index - 40, hole.index + 20)}"`
      : undefined;
  return { digest: digestOf(text), problem };
}

/** Each file, with its reader. */
const READERS: Readonly<Record<string, { file: string; read: (folder: string) => Promise<Answer> }>> = {
  history: {
    file: `${NAME}/${RUN_FILES.history.file}`,
    async read(folder) {
      const { model, history, title } = await loadTrainedModel(settingsOf(folder, 'run'));
      model.dispose();
      const figure = trainingPanels(history, { epochs: 2, validation: 'publicTest', source: 'drawn faces' });
      return answer(title, history, figure);
    },
  },
  training: {
    file: `${NAME}/${RUN_FILES.training.file}`,
    read(folder) {
      const record = requireRunJson(path.join(folder, NAME), 'training');
      const runs = finishedRuns(folder);
      return Promise.resolve(
        answer(
          record,
          runs.map(({ name, seed, fingerprint }) => [name, seed, fingerprint ?? null]),
        ),
      );
    },
  },
  preparation: {
    file: `${NAME}/${RUN_FILES.preparation.file}`,
    read(folder) {
      const preparation = readRunJson(path.join(folder, NAME), 'preparation')!;
      const { augmentation, labelSmoothing, useClassWeights, validationSplit } = preparation;
      const images = { images: PIXELS, labels: Uint8Array.of(1) };
      const seen = augmentation ? augmentImages(images.images, { ...augmentation, seed: 1 }) : images.images;
      return Promise.resolve(answer(seen, labelSmoothing, useClassWeights, validationSplit));
    },
  },
  architecture: {
    file: `${NAME}/${RUN_FILES.architecture.file}`,
    async read(folder) {
      const { model, epoch } = await loadBestModel(settingsOf(folder, 'run'));
      const weights = model.getWeights().map((weight) => digestOf(weight.dataSync()));
      model.dispose();
      return answer(epoch, weights);
    },
  },
  evaluation: {
    file: `${NAME}/${RUN_FILES.evaluation.file}`,
    read(folder) {
      const metadata = createRunMetadata(settingsOf(folder, 'run'), { bestEpoch: 1 });
      const runs = finishedRuns(folder).filter((run) => run.evaluation);
      const table = runs.length ? runsTable(summarizeRuns(runs as EvaluatedRun[])) : [];
      return Promise.resolve(answer(metadata, table, reportRows(metadata.metrics.report)));
    },
  },
  card: {
    file: 'shipped/card.json',
    async read(folder) {
      const card = await readCard(path.join(folder, 'shipped'));
      return answer(cardRows(card), renderCard(card));
    },
  },
  'card-history': {
    file: 'shipped/history.json',
    async read(folder) {
      const { model, history, title, metadata } = await loadTrainedModel(settingsOf(folder, 'shipped'));
      model.dispose();
      return answer(
        title,
        history,
        metadata(),
        trainingPanels(history, { epochs: 2, source: 'drawn faces' }),
      );
    },
  },
};

async function makeRun(folder: string): Promise<void> {
  const counts = [3, 3, 3, 3, 3, 3, 3];
  const faces = path.join(folder, 'faces');
  await drawFaces(faces, { counts: { train: counts, publicTest: counts, privateTest: counts }, seed: 3 });
  const source = { kind: 'drawn faces', path: faces } as const;
  const dataset = await loadDataset(source, { cacheFolder: path.join(folder, 'cache'), counts: null });
  const plan = planTraining(
    { preset: 'quick', changes: { epochs: 2, batchSize: 7 }, seed: 1, folder: NAME },
    { environment: { FER2013: 'drawn' }, root: folder },
  );
  const { model } = await runTraining(plan, { dataset, commit: 'abc123' });
  const run = path.join(folder, NAME);
  await writeRunJson(run, 'evaluation', await evaluateModel(model, dataset, { chosenOn: 'publicTest' }));
  await writeRunJson(run, 'preparation', defaultPreparation({ runSize: 'full' }));
  model.dispose();
  await exportRelease(run, path.join(folder, 'shipped'), { dataset, latencyRepeats: 2 });
}

/** The JSON files that the steps of a run exchange, and the card of a model. */
export const run: Format = {
  name: 'run',
  share: 3,
  async originals(folder) {
    mkdirSync(folder, { recursive: true });
    await makeRun(folder);
    const all = readFiles(folder);
    const needed = Object.keys(all).filter(
      (name) => /^(?:tiny-seed1|shipped)\//.test(name) && !/last\.safetensors$|\.svg$|\.md$/.test(name),
    );
    const files = Object.fromEntries(needed.map((name) => [name, withoutClock(name, all[name])]));
    const sealed = seal(files);
    return Object.fromEntries(Object.keys(READERS).map((variant) => [variant, sealed]));
  },
  mutate(original, { random, variant }) {
    const { file } = READERS[variant];
    const { bytes, what } = mutateJson(original[file] as Uint8Array, random);
    const files = { ...original, [file]: bytes };
    if (!SHIPPED.includes(file)) return { what: `${file}: ${what}`, files };
    if (random.next() < 0.5) return { what: `${file}: ${what}`, files, strict: true };
    return { what: `${file}: ${what}, with valid checksums`, files: seal(files) };
  },
  read: (folder, { variant }) => READERS[variant].read(folder),
};
