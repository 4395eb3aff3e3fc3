import path from 'node:path';
import { parseArguments } from '../shared/read-options.mjs';
import { fromUser } from '../shared/user-path.mjs';
import { LABEL_SOURCES, STRONG_AUGMENTATION } from '../../src/lib/dataset';
import { expectation } from '../../src/lib/errors';
import { ARCHITECTURES, isBundledModel } from '../../src/lib/model';
import type { TrainingOverrides } from '../../src/lib/run';
import { OPTIMIZERS, PRESET_NAMES, SCHEDULES, type Recipe } from '../../src/lib/training';

const STRINGS = [
  'preset',
  'seed',
  'folder',
  'precision',
  'labels',
  'architecture',
  'start-from',
  'from',
  'epochs',
  'batch-size',
  'dropout',
  'label-smoothing',
  'optimizer',
  'schedule',
  'peak-learning-rate',
  'weight-decay',
  'average-decay',
  'teachers',
  'teacher-share',
  'augmentation',
] as const;

/** The parsed arguments of `npm run train`. */
export interface TrainOptions {
  fresh: boolean;
  overrides: TrainingOverrides;
}

/**
 * Reads the arguments of `npm run train`.
 *
 * @throws an error naming the argument that does not exist or is invalid
 * @example
 * parseOptions(['--preset', 'release', '--epochs', '60']).overrides.changes; // { epochs: 60 }
 */
export function parseOptions(args: readonly string[]): TrainOptions {
  const values = parse(args);
  const integer = (name: (typeof STRINGS)[number], from: number, to: number) =>
    read(
      values[name],
      `--${name}`,
      `an integer from ${from} to ${to}`,
      (value) => Number.isInteger(value) && value >= from && value <= to,
    );
  const share = (name: (typeof STRINGS)[number]) =>
    read(values[name], `--${name}`, 'a number from 0 to below 1', (value) => value >= 0 && value < 1);
  const changes: Partial<Recipe> = {
    labels: choice(values.labels, '--labels', LABEL_SOURCES),
    architecture: choice(values.architecture, '--architecture', ARCHITECTURES),
    startFrom: startOf(values),
    freeze: values.freeze,
    epochs: integer('epochs', 1, 1000),
    batchSize: integer('batch-size', 1, 4096),
    dropout: share('dropout'),
    labelSmoothing: share('label-smoothing'),
    optimizer: choice(values.optimizer, '--optimizer', OPTIMIZERS),
    schedule: choice(values.schedule, '--schedule', SCHEDULES),
    peakLearningRate: read(
      values['peak-learning-rate'],
      '--peak-learning-rate',
      'a number above 0, to 1',
      (value) => value > 0 && value <= 1,
    ),
    weightDecay: read(
      values['weight-decay'],
      '--weight-decay',
      'a number from 0 to 1',
      (value) => value >= 0 && value <= 1,
    ),
    averageDecay: share('average-decay'),
    teachers: integer('teachers', 0, 10),
    teacherShare: share('teacher-share'),
    augmentation: augmentationOf(values.augmentation),
  };
  return {
    fresh: values.fresh ?? false,
    overrides: {
      precision: choice(values.precision, '--precision', ['auto', 'float32', 'bfloat16'] as const),
      preset: choice(values.preset, '--preset', PRESET_NAMES),
      seed: integer('seed', 0, 2 ** 31 - 1),
      folder: values.folder === undefined ? undefined : folderOf(values.folder, '--folder'),
      changes: Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
    },
  };
}

function parse(args: readonly string[]) {
  const options = {
    ...(Object.fromEntries(STRINGS.map((name) => [name, { type: 'string' }])) as Record<
      (typeof STRINGS)[number],
      { type: 'string' }
    >),
    fresh: { type: 'boolean' },
    freeze: { type: 'boolean' },
  } as const;
  return parseArguments({ args: [...args], options }, 'npm run train').values;
}

function read(
  text: string | undefined,
  name: string,
  allowed: string,
  isAllowed: (value: number) => boolean,
): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? NaN : Number(text);
  if (!isAllowed(value)) throw expectation(name, { expectation: allowed, found: text });
  return value;
}

function choice<Choice extends string>(
  text: string | undefined,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const found = choices.find((candidate) => candidate === text);
  if (text !== undefined && found === undefined)
    throw expectation(name, { expectation: choices.join(' or '), found: text });
  return found;
}

function folderOf(typed: string, name: string): string {
  if (typed.trim() === '') throw expectation(name, { expectation: 'a folder', found: 'nothing' });
  return fromUser(typed);
}

/** Parses the model to start from: its name, or its folder relative to the project's. */
function startOf({
  from,
  'start-from': text = from,
}: {
  from?: string;
  'start-from'?: string;
}): Recipe['startFrom'] | undefined {
  if (from !== undefined && text !== from)
    throw expectation('--from', {
      expectation: 'given without --start-from, which is the same',
      found: from,
    });
  if (text === undefined || isBundledModel(text)) return text;
  if (text === 'null') return null;
  return path.relative('', folderOf(text, '--start-from')).split(path.sep).join('/') || '.';
}

/** Parses the augmentation. A misspelled name is rejected here, before hours of training. */
function augmentationOf(text: string | undefined): Recipe['augmentation'] | undefined {
  if (text === undefined) return undefined;
  const names = Object.keys(STRONG_AUGMENTATION);
  const allowed = `null or JSON with some of ${names.join(', ')}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw expectation('--augmentation', { expectation: allowed, found: text });
  }
  const isValid = ([name, amount]: [string, unknown]) =>
    names.includes(name) && (name === 'fill' ? FILLS.includes(amount as string) : Number(amount) >= 0);
  if (typeof value !== 'object' || Array.isArray(value) || !Object.entries(value ?? {}).every(isValid))
    throw expectation('--augmentation', { expectation: allowed, found: text });
  return value;
}

/** The valid values of `fill`. */
const FILLS: readonly string[] = ['nearest', 'reflect', 'constant'];
