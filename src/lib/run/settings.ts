import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { LABEL_SOURCES, type DatasetSource, type LabelSource } from '../dataset/dataset';
import { VOTES_ADVICE } from '../dataset/votes/advice';
import { wordsFor } from '../dataset/sources/advice';
import { locateFer2013 } from '../dataset/sources/locate-fer2013';
import { expectation, type ExpectationError } from '../errors';
import { dataName } from './data-name';
import { WALK_THROUGH_ARCHITECTURES, type WalkThroughArchitecture } from '../model/architecture';
import { libraryPath } from '../library-path';
import { BUNDLED_MODEL_NAMES, BUNDLED_MODELS, type BundledModel } from '../model/bundled-models';
import { PRESETS, type PresetName } from '../training/presets';

/** The sizes of a run: `quick` for a first try and for tests, `full` for a result. */
export const RUN_SIZES = ['quick', 'full'] as const;
export type RunSize = (typeof RUN_SIZES)[number];

/** The models that notebooks 6 to 8 can use: the run's and the bundled ones. */
const MODEL_ORIGINS = ['run', ...BUNDLED_MODEL_NAMES] as const;
export type ModelOrigin = (typeof MODEL_ORIGINS)[number];

/** Everything that determines a run's result. The environment is read only here. */
export interface Settings {
  /** The images: those that DATASET names, otherwise FER-2013 if it is found, or drawn faces. */
  readonly data: Pick<DatasetSource, 'kind' | 'path'>;
  /** The CSV of FER+'s votes; null means that there are none. */
  readonly votes: string | null;
  /** Whose labels the run learns and is scored on. */
  readonly labels: LabelSource;
  readonly runSize: RunSize;
  readonly architecture: WalkThroughArchitecture;
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  /**
   * The model that notebooks 6 to 8 use; null means the run's if there is one, otherwise the
   * bundled one that learned the run's labels.
   */
  readonly model: ModelOrigin | null;
  /** The folder of photographs for notebook 8; null means drawn ones. */
  readonly photos: string | null;
  readonly folders: {
    /** The cache of decoded images. */
    readonly cache: string;
    /** The files that the notebooks of this run exchange; its name contains the settings. */
    readonly run: string;
    /** The bundled models. */
    readonly bundled: Readonly<Record<BundledModel, string>>;
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The training preset of each run size. */
export const PRESET_OF_SIZE = { quick: 'quick', full: 'walk-through' } as const satisfies Record<
  RunSize,
  PresetName
>;

/**
 * Reads a run's settings from environment variables; one that is unset or empty takes its default.
 *
 * | variable | valid values | default |
 * | --- | --- | --- |
 * | FER2013 | path of the archive, folder or CSV; `drawn` for drawn faces | `data/` if present, otherwise drawn faces |
 * | DATASET | path of a folder, zip or tar of any images, in a folder for each class | FER-2013 or drawn faces |
 * | FERPLUS | path of FER+'s votes: `fer2013new.csv`, or a CSV with a column `name` | no votes |
 * | LABELS | `own`, `crowd`: the data set's labels, or the votes | `own` |
 * | RUN_SIZE | `quick`, `full` | `full`, but `quick` with drawn faces |
 * | ARCHITECTURE | `compact`, `classic` | `compact` |
 * | EPOCHS | 1 to 1000 | 15 when full, 4 when quick |
 * | BATCH_SIZE | 1 to 4096 | 128 when full, 32 when quick |
 * | SEED | 0 to 2147483647 | 1 |
 * | MODEL | `run`, `shipped`, `crowd`: the model notebooks 6 to 8 use | the run's if there is one, otherwise the bundled one of the same labels |
 * | PHOTOS | a folder of photographs for notebook 8 | photographs that the project draws |
 * | RUNS | the folder that holds the runs | `models/runs` |
 *
 * @param environment the variables, by default the process's own
 * @throws ExpectationError naming the variable whose value is invalid
 * @example const settings = readSettings({ ...process.env, RUN_SIZE: 'quick' });
 */
export function readSettings(
  environment: Environment = process.env,
  options: { root?: string } = {},
): Settings {
  const { root = process.cwd() } = options;
  // The bundled models come with the library, which another project has in its node_modules.
  const library = options.root ?? libraryPath();
  const data = readData(environment, root);
  const isReal = data.kind !== 'drawn faces';
  const runSize = readChoice(environment, 'RUN_SIZE', RUN_SIZES) ?? (isReal ? 'full' : 'quick');
  const architecture = readChoice(environment, 'ARCHITECTURE', WALK_THROUGH_ARCHITECTURES) ?? 'compact';
  const recipe = PRESETS[PRESET_OF_SIZE[runSize]];
  const epochs = readInteger(environment, 'EPOCHS', { from: 1, to: 1000 }) ?? recipe.epochs;
  const batchSize = readInteger(environment, 'BATCH_SIZE', { from: 1, to: 4096 }) ?? recipe.batchSize;
  const seed = readInteger(environment, 'SEED', { from: 0, to: 2 ** 31 - 1 }) ?? 1;
  const votes = readPath(environment, 'FERPLUS', { root, kind: 'file' }) ?? null;
  const labels = readChoice(environment, 'LABELS', LABEL_SOURCES) ?? 'own';
  if (data.kind === 'own images') checkNoVotes({ votes, labels });
  if (labels === 'crowd' && votes === null) throw missingVotes('LABELS=crowd');
  const runName = [
    dataName(data),
    ...(labels === 'own' ? [] : [labels]),
    runSize,
    architecture,
    `${epochs}epochs`,
    `batch${batchSize}`,
    `seed${seed}`,
  ].join('-');
  return {
    data,
    votes,
    labels,
    runSize,
    architecture,
    epochs,
    batchSize,
    seed,
    model: readChoice(environment, 'MODEL', MODEL_ORIGINS) ?? null,
    photos: readPath(environment, 'PHOTOS', { root, kind: 'folder' }) ?? null,
    folders: {
      cache: path.join(root, '.cache'),
      run: path.join(path.resolve(root, read(environment, 'RUNS') ?? 'models/runs'), runName),
      bundled: {
        shipped: path.resolve(library, BUNDLED_MODELS.shipped),
        crowd: path.resolve(library, BUNDLED_MODELS.crowd),
      },
    },
  };
}

/** The value of FER2013 that selects drawn faces even if FER-2013 is in `data/`. */
const DRAWN = 'drawn';

function readData(environment: Environment, root: string): Settings['data'] {
  const dataFolder = path.join(root, 'data');
  const setting = read(environment, 'FER2013');
  const own = read(environment, 'DATASET');
  if (own !== undefined) {
    if (setting !== undefined)
      throw expectation('DATASET', {
        expectation: 'set without FER2013, since a run has one data set',
        found: `${own}, beside FER2013=${setting}`,
        advice: 'Unset one of these environment variables.',
      });
    return { kind: 'own images', path: existing('DATASET', path.resolve(root, own)) };
  }
  const drawn = { kind: 'drawn faces', path: path.join(dataFolder, 'drawn-faces') } as const;
  if (setting === DRAWN) return drawn;
  const found = locateFer2013({ setting: setting && path.resolve(root, setting), dataFolder });
  return found ? { kind: 'FER-2013', path: found.path } : drawn;
}

/** A path that exists. */
function existing(name: string, file: string): string {
  if (existsSync(file)) return file;
  throw expectation(name, {
    expectation: wordsFor('own images').what,
    found: `${file}, which does not exist`,
    advice: 'Correct this environment variable, or unset it to use FER-2013 or drawn faces.',
  });
}

/** FER+'s annotators saw FER-2013's images, no others. */
function checkNoVotes({ votes, labels }: Pick<Settings, 'votes' | 'labels'>): void {
  if (votes === null && labels === 'own') return;
  throw expectation(labels === 'own' ? 'FERPLUS' : 'LABELS', {
    expectation: labels === 'own' ? 'unset where DATASET is set' : 'own where DATASET is set',
    found: labels === 'own' ? votes : labels,
    advice:
      "FER+'s votes are on FER-2013's images: unset FERPLUS and LABELS, or set FER2013 instead of DATASET.",
  });
}

function read(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined;
}

function readChoice<Choice extends string>(
  environment: Environment,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const found = read(environment, name);
  const choice = choices.find((candidate) => candidate === found);
  if (found !== undefined && choice === undefined)
    throw expectation(name, { expectation: choices.join(' or '), found, advice: UNSET_ADVICE });
  return choice;
}

/** The path of something that exists; a relative one is relative to the root. */
function readPath(
  environment: Environment,
  name: string,
  { root, kind }: { root: string; kind: 'file' | 'folder' },
): string | undefined {
  const setting = read(environment, name);
  if (setting === undefined) return undefined;
  const found = path.resolve(root, setting);
  const exists = existsSync(found);
  if (exists && statSync(found).isDirectory() === (kind === 'folder')) return found;
  throw expectation(name, {
    expectation: `a ${kind}`,
    found: `${found}, which ${exists ? 'is none' : 'does not exist'}`,
    advice: UNSET_ADVICE,
  });
}

/**
 * The error for something that needs FER+'s votes where there are none.
 *
 * @param what what needs them
 * @example throw missingVotes('--preset release-crowd');
 */
export function missingVotes(what: string): ExpectationError {
  return expectation('FERPLUS', {
    expectation: `the path of FER+'s votes, since ${what} needs them`,
    found: 'nothing',
    advice: VOTES_ADVICE,
  });
}

function readInteger(
  environment: Environment,
  name: string,
  { from, to }: { from: number; to: number },
): number | undefined {
  const found = read(environment, name);
  if (found === undefined) return undefined;
  const value = Number(found);
  if (!/^\d+$/.test(found) || value < from || value > to)
    throw expectation(name, { expectation: `an integer from ${from} to ${to}`, found, advice: UNSET_ADVICE });
  return value;
}

const UNSET_ADVICE = 'Change this environment variable, or unset it to use the default.';
