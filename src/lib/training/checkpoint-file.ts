import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { writeFileAtomic } from '../files/write-file-atomic';
import { checkClassNames, isEmotions } from '../classes';
import { anything, list, parseJson, record, text } from '../json/index';
import { checkClasses, setClasses } from '../model/classes-of';
import { readFileBytes } from '../files/read-file';
import { sha256 } from '../files/sha256';
import type { History, Run, RunState } from './callback';
import { checkOptimizerState } from './check-optimizer-state';
import { describeNotFinite, findNotFinite } from './find-not-finite';
import { HISTORY } from './history-schema';
import { AVERAGE, MODEL, nameWeights, OPTIMIZER, restoreRun, toTensor, validatedWeights } from './run-state';
import { decodeSafetensors, encodeSafetensors } from './safetensors';
import { settingDifferences } from './setting-differences';

/** All settings that determine a run's result, as JSON values. */
export type RunSettings = Record<string, unknown>;

/**
 * The contents of a checkpoint file, read and verified: a run's full state, or only the model's
 * weights for the best epoch.
 */
export interface CheckpointFile extends RunState {
  file: string;
  /** The epochs up to the checkpoint. */
  history: History;
  settings: RunSettings;
  /** The names of the model's classes; undefined for the seven emotions and a model without names. */
  classes?: readonly string[];
}

/** Maximum file size in bytes: the state of 80 million parameters. */
const LARGEST = 2 ** 30;

const START_OVER = 'Delete the file and those next to it to start the training over.';

/** Writes a checkpoint atomically: to a temporary file, flushed to disk, then renamed. */
export async function writeCheckpoint(
  file: string,
  { tensors, history, settings, averageSteps, classes }: Omit<CheckpointFile, 'file'>,
): Promise<void> {
  const metadata = {
    epoch: `${history.length}`,
    history: JSON.stringify(history),
    settings: JSON.stringify(settings),
    fingerprint: sha256(JSON.stringify(settings)),
    averageSteps: `${averageSteps}`,
    // Files of the emotions' models are the same as before there were others.
    ...(classes && !isEmotions(classes) && { classes: JSON.stringify(classes) }),
  };
  await writeFileAtomic(file, encodeSafetensors({ tensors: { ...tensors }, metadata }));
}

/**
 * Reads a checkpoint.
 *
 * @throws ExpectationError that names the file if it is missing or damaged or contains non-finite
 *   numbers
 */
export async function readCheckpoint(file: string): Promise<CheckpointFile> {
  const bytes = await readFileBytes(file, {
    ...{ what: 'a checkpoint', largest: LARGEST, advice: START_OVER },
    missing: 'Train the model first (notebook 5).',
  });
  const { tensors, metadata } = decodeSafetensors(bytes, { file, advice: START_OVER });
  const notFinite = findNotFinite(tensors);
  if (notFinite.length > 0)
    throw expectation(file, {
      expectation: 'a checkpoint of finite numbers',
      found: `NaN or infinity: ${describeNotFinite(notFinite)}`,
      advice:
        'An earlier version saved checkpoints even after training had diverged. Delete the file and run the same training again ' +
        'from its first epoch. Copy best.safetensors first to keep the best weights so far.',
    });
  return { file, tensors, ...readTexts(metadata, { file, tensors }) };
}

function readTexts(
  metadata: Record<string, string>,
  { file, tensors }: Pick<CheckpointFile, 'file' | 'tensors'>,
): Pick<CheckpointFile, 'history' | 'settings' | 'averageSteps' | 'classes'> {
  const wrong = (what: string, found: string) =>
    expectation(file, { expectation: `a checkpoint with ${what}`, found, advice: START_OVER });
  const { history: epochs, settings: values, averageSteps = '', classes: labels } = metadata;
  if (epochs === undefined || values === undefined)
    throw wrong('history and settings', `only ${Object.keys(metadata).join(', ') || 'tensors'}`);
  const part = (name: string, what: string) => ({ file: `the ${name} in ${file}`, what, advice: START_OVER });
  const history = parseJson(epochs, HISTORY, part('history', "a run's history"));
  const settings = parseJson(values, record(anything), part('settings', "a run's settings"));
  const classes: unknown =
    labels && parseJson(labels, list(text()), part('classes', "the names of a model's classes"));
  if (labels) checkClassNames(classes, `the classes in ${file}`, START_OVER);
  if (history.length === 0 || metadata.epoch !== `${history.length}`)
    throw wrong(`the history of ${metadata.epoch} epochs`, `${history.length}`);
  if (metadata.fingerprint !== sha256(values))
    throw wrong(`the settings of the fingerprint ${metadata.fingerprint}`, `those of ${sha256(values)}`);
  if (!/^\d{1,15}$/.test(averageSteps)) throw wrong('a number of averaged steps', averageSteps || 'none');
  const unknownName = Object.keys(tensors).find(
    (name) => name !== AVERAGE && !name.startsWith(MODEL) && !name.startsWith(OPTIMIZER),
  );
  if (unknownName !== undefined) throw wrong('weights and training state only', `the tensor ${unknownName}`);
  return {
    history,
    settings,
    averageSteps: Number(averageSteps),
    classes: classes as readonly string[] | undefined,
  };
}

/** The values of settings that earlier runs did not write, since there was no other value. */
const FORMERLY: RunSettings = { labels: 'own', startFrom: null, freeze: false, schedule: 'one-cycle' };

/** How many differing settings a message names: two networks differ in dozens of places. */
const SHOWN_DIFFERENCES = 3;

/**
 * Checks that a checkpoint belongs to a run with these settings. A run whose learning rate is
 * constant may get more epochs: its first ones would be the same.
 *
 * @throws ExpectationError that names the file and the differing settings
 */
export function checkSettings({ file, settings: found }: CheckpointFile, expected: RunSettings): void {
  const differences = settingDifferences({ ...FORMERLY, ...expected }, { ...FORMERLY, ...found }).filter(
    ({ place }) => place !== 'epochs' || !canLengthen(found, expected),
  );
  if (differences.length === 0) return;
  const more = differences.length - SHOWN_DIFFERENCES;
  const list = (side: 'expected' | 'found') => {
    const shown = differences.slice(0, SHOWN_DIFFERENCES).map((one) => `${one.place} ${one[side]}`);
    return `${shown.join(', ')}${more > 0 ? ` and ${more} more that differ` : ''}`;
  };
  throw expectation(file, {
    expectation: `a checkpoint of a run with ${list('expected')}`,
    found: list('found'),
    advice:
      'Restore these settings to resume that run, or start a new one: `await emotion.newRun(settings)` in a notebook, ' +
      '`--fresh` in a terminal.' +
      (differences.every(({ place }) => place === 'epochs') ? ONE_CYCLE : ''),
  });
}

/** Why a run with more epochs does not go on. */
const ONE_CYCLE =
  ' A one-cycle schedule ends with its last epoch, so that a run cannot get more epochs; `npm run train -- --from <its folder>` ' +
  'starts another one with its weights.';

/** Whether a run can go on with more epochs. */
function canLengthen(found: RunSettings, expected: RunSettings): boolean {
  return (
    [found, expected].every(({ schedule }) => schedule === 'constant') &&
    Number(found.epochs) < Number(expected.epochs)
  );
}

/**
 * Loads a checkpoint's weights into a model: the averaged ones, if they are asked for and there are
 * any.
 *
 * @throws ExpectationError that names the file if the model has other weights or classes
 */
export function restoreModel(
  checkpoint: CheckpointFile,
  model: tf.LayersModel,
  { averaged = false }: { averaged?: boolean } = {},
): void {
  checkWeights(checkpoint, model);
  nameClasses(checkpoint, model);
  const weights = averaged ? validatedWeights(checkpoint, model) : checkpoint.tensors;
  tf.tidy(() => model.setWeights(nameWeights(model).map((name) => toTensor(weights[name]))));
}

/**
 * Restores a run's full state from a checkpoint.
 *
 * @throws ExpectationError that names the file if the run has another model, optimizer or weight
 *   average
 */
export async function restoreCheckpoint(checkpoint: CheckpointFile, run: Run): Promise<void> {
  const { file, tensors, averageSteps, history } = checkpoint;
  const { model, weightAverage } = run;
  checkWeights(checkpoint, model);
  checkOptimizerState(checkpoint, model);
  const size = nameWeights(model).reduce((sum, name) => sum + tensors[name].data.length, 0);
  const average = Object.hasOwn(tensors, AVERAGE) ? tensors[AVERAGE] : undefined;
  const isOther = average && (average.data.length !== size || average.data instanceof Int32Array);
  if (isOther || !average !== !weightAverage || !average !== (averageSteps === 0))
    throw expectation(file, {
      expectation: weightAverage
        ? `a checkpoint with ${size} averaged weights`
        : 'a checkpoint without averaged weights',
      found: average ? `${average.data.length} of ${averageSteps} steps` : 'none',
      advice: 'Train with the same weight average as before, or delete the files to start over.',
    });
  await restoreRun(checkpoint, run);
  run.history = history;
}

function checkWeights({ file, tensors }: CheckpointFile, model: tf.LayersModel): void {
  const names = nameWeights(model);
  const wrong = names.find((name, i) => {
    const stored = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
    return (
      stored === undefined ||
      stored.shape.join() !== model.weights[i].shape.join() ||
      stored.data instanceof Int32Array !== (model.weights[i].dtype === 'int32')
    );
  });
  const stored = Object.keys(tensors).filter((name) => name.startsWith(MODEL)).length;
  if (wrong === undefined && stored === names.length) return;
  throw expectation(file, {
    expectation: `the ${names.length} weights of the model ${model.name}`,
    found: wrong === undefined ? `${stored} weights` : `a different ${wrong}, or none`,
    advice: 'The checkpoint is of another architecture.',
  });
}

/** Gives a model the names of the checkpoint's classes; a model that has names must have the same. */
function nameClasses({ file, classes }: CheckpointFile, model: tf.LayersModel): void {
  if (!classes) return;
  checkClasses(model, { classes, data: file });
  setClasses(model, { classes });
}
