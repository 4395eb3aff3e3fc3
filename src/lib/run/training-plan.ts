import path from 'node:path';
import type { Precision } from '../engine/index';
import { sha256 } from '../files/sha256';
import { PRESETS, type PresetName, type Recipe } from '../training/presets';
import { separateWords } from '../format';
import { dataName } from './data-name';
import { startArchitecture } from './start-model';
import { missingVotes, PRESET_OF_SIZE, readSettings, type Settings } from './settings';

/** A training that `npm run train` will run. */
export interface TrainingPlan extends Pick<
  Settings,
  'data' | 'votes' | 'labels' | 'runSize' | 'seed' | 'folders'
> {
  readonly preset: PresetName;
  /** The preset with the requested changes. */
  readonly recipe: Recipe;
  /** The precision of convolutions; `auto` is bfloat16 where the processor has the instructions. */
  readonly precision: Precision | 'auto';
  /**
   * The command that reproduces the training; the path of the images is in FER2013, or in DATASET,
   * of which it has the last name.
   */
  readonly command: string;
  /** The folder that a relative path in the recipe starts at. */
  readonly root: string;
}

/** Options of {@link planTraining}. */
export interface TrainingOverrides {
  /** By default that of the notebooks for the run size. */
  preset?: PresetName;
  /** Changes to the preset's recipe. */
  changes?: Partial<Recipe>;
  /** By default `auto`. */
  precision?: Precision | 'auto';
  seed?: number;
  /** The run's folder; by default one in RUNS, named after preset, data, changes and seed. */
  folder?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Plans a training outside of the notebooks. The overrides take precedence over the environment's
 * EPOCHS, BATCH_SIZE, ARCHITECTURE, LABELS and SEED (see `readSettings`), and these over the preset.
 *
 * @throws ExpectationError naming the variable whose value is invalid
 * @example const plan = planTraining({ preset: 'release', changes: { epochs: 60 } });
 */
export function planTraining(
  { preset, changes = {}, precision = 'auto', seed, folder }: TrainingOverrides = {},
  { environment = process.env, root = process.cwd() }: { environment?: Environment; root?: string } = {},
): TrainingPlan {
  const settings = readSettings(environment, { root });
  const { data, votes, runSize, folders } = settings;
  const name = preset ?? PRESET_OF_SIZE[runSize];
  const isSet = (variable: string) => Boolean(environment[variable]?.trim());
  const { startFrom } = changes;
  // A network can only take the weights of its own architecture.
  const architecture =
    typeof startFrom === 'string' ? startArchitecture(startFrom, { ...folders, root }) : undefined;
  const recipe: Recipe = {
    ...PRESETS[name],
    ...(architecture && { architecture }),
    ...(isSet('LABELS') && { labels: settings.labels }),
    ...(isSet('ARCHITECTURE') && { architecture: settings.architecture }),
    ...(isSet('EPOCHS') && { epochs: settings.epochs }),
    ...(isSet('BATCH_SIZE') && { batchSize: settings.batchSize }),
    ...changes,
  };
  const { labels } = recipe;
  if (labels === 'crowd' && votes === null)
    throw missingVotes(changes.labels === 'crowd' ? '--labels crowd' : `the preset ${name}`);
  const planned = {
    ...{ data, votes, labels, runSize, preset: name, recipe, precision },
    ...{ seed: seed ?? settings.seed, root },
  };
  return {
    ...planned,
    folders: {
      ...folders,
      run: folder ? path.resolve(root, folder) : path.join(path.dirname(folders.run), runName(planned)),
    },
    command: commandFor(planned),
  };
}

/**
 * The plans of the teachers: the `teacher` preset, or in a quick run the `quick` one, on the same
 * images, with consecutive seeds starting at the plan's, in folders beside the plan's.
 *
 * @example
 * teacherPlans(planTraining({ preset: 'release', seed: 1 })).map(({ seed }) => seed); // [1, 2]
 */
export function teacherPlans(plan: TrainingPlan): TrainingPlan[] {
  const { data, votes, labels, runSize, precision, folders, root } = plan;
  const preset: PresetName = runSize === 'full' ? 'teacher' : 'quick';
  return Array.from({ length: plan.recipe.teachers }, (_, i) => {
    const recipe = { ...PRESETS[preset], labels };
    const planned = { data, votes, labels, runSize, preset, recipe, precision, seed: plan.seed + i, root };
    const run = path.join(path.dirname(folders.run), runName(planned));
    return { ...planned, folders: { ...folders, run }, command: commandFor(planned) };
  });
}

type Planned = Omit<TrainingPlan, 'folders' | 'command'>;

/** The settings of a recipe that differ from its preset, in the recipe's order. */
function differences({ preset, recipe }: Planned): [keyof Recipe, Recipe[keyof Recipe]][] {
  const own: Recipe = PRESETS[preset];
  return (Object.keys(own) as (keyof Recipe)[])
    .filter((key) => JSON.stringify(own[key]) !== JSON.stringify(recipe[key]))
    .map((key) => [key, recipe[key]]);
}

/** The name of a training's folder, which differs for different settings. */
function runName(planned: Planned): string {
  const { data, runSize, preset, precision, seed } = planned;
  const changes = differences(planned).map(([key, value]) => {
    const isName = typeof value !== 'object';
    // A path or an object would not do as part of a folder's name.
    const text =
      isName && /^[\w.-]+$/.test(`${value}`) ? `${value}` : sha256(JSON.stringify(value)).slice(0, 8);
    return `${separateWords(key, '-')}${text}`;
  });
  if (precision !== 'auto') changes.push(`precision${precision}`);
  return ['train', preset, dataName(data), runSize, ...changes, `seed${seed}`].join('-');
}

function commandFor(planned: Planned): string {
  const { data, runSize, preset, precision, seed } = planned;
  const isDefaultSize = data.kind === 'drawn faces' || runSize === 'full';
  const flags = differences(planned).map(([key, value]) => {
    const name = `--${separateWords(key, '-')}`;
    if (value === true) return name;
    const text = value !== null && typeof value === 'object' ? JSON.stringify(value) : `${value}`;
    return `${name} ${quoted(text)}`;
  });
  return [
    ...(data.kind === 'drawn faces' ? ['FER2013=drawn'] : []),
    ...(data.kind === 'own images' ? [`DATASET=${quoted(path.basename(data.path))}`] : []),
    ...(isDefaultSize ? [] : [`RUN_SIZE=${runSize}`]),
    `npm run train -- --preset ${preset}`,
    ...flags,
    ...(precision === 'auto' ? [] : [`--precision ${precision}`]),
    `--seed ${seed}`,
  ].join(' ');
}

/** A word of a shell command. */
function quoted(word: string): string {
  return /^[\w.,:+@/-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
