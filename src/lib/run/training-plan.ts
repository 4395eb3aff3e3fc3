import path from 'node:path';
import { sha256 } from '../files/sha256';
import { PRESETS, type PresetName, type Recipe } from '../training/presets';
import { separateWords } from '../format';
import { dataName } from './data-name';
import { PRESET_OF_SIZE, readSettings, type Settings } from './settings';

/** A training that `npm run train` is about to do. */
export interface TrainingPlan extends Pick<Settings, 'data' | 'runSize' | 'seed' | 'folders'> {
  readonly preset: PresetName;
  /** The preset with the changes that were asked for. */
  readonly recipe: Recipe;
  /** What asks for the same training again; where the images lie is told by FER2013. */
  readonly command: string;
}

/** What {@link planTraining} is asked for. */
export interface TrainingOverrides {
  /** By default the walk-through's for the size of the run. */
  preset?: PresetName;
  /** What shall be other than in the preset. */
  changes?: Partial<Recipe>;
  seed?: number;
  /** The run's folder; by default one in RUNS, named by preset, data, changes and seed. */
  folder?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settles what a training outside of notebooks does: what is wished for counts most, then the environment's EPOCHS,
 * BATCH_SIZE, ARCHITECTURE and SEED (see `readSettings`), then the preset.
 *
 * @throws ExpectationError naming the variable whose value can't be
 * @example const plan = planTraining({ preset: 'release', changes: { epochs: 60 } });
 */
export function planTraining(
  { preset, changes = {}, seed, folder }: TrainingOverrides = {},
  { environment = process.env, root = process.cwd() }: { environment?: Environment; root?: string } = {},
): TrainingPlan {
  const settings = readSettings(environment, { root });
  const { data, runSize, folders } = settings;
  const name = preset ?? PRESET_OF_SIZE[runSize];
  const isSet = (variable: string) => Boolean(environment[variable]?.trim());
  const recipe: Recipe = {
    ...PRESETS[name],
    ...(isSet('ARCHITECTURE') && { architecture: settings.architecture }),
    ...(isSet('EPOCHS') && { epochs: settings.epochs }),
    ...(isSet('BATCH_SIZE') && { batchSize: settings.batchSize }),
    ...changes,
  };
  const planned = { data, runSize, preset: name, recipe, seed: seed ?? settings.seed };
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
 * The trainings whose networks teach the plan's: the teacher's recipe, or in a quick run the quick one, on the same images
 * with the seeds from the plan's on, in folders beside the plan's.
 *
 * @example teacherPlans(planTraining({ preset: 'release', seed: 1 })).map(({ seed }) => seed); // [1, 2, 3]
 */
export function teacherPlans(plan: TrainingPlan): TrainingPlan[] {
  const { data, runSize, folders } = plan;
  const preset: PresetName = runSize === 'full' ? 'teacher' : 'quick';
  return Array.from({ length: plan.recipe.teachers }, (_, i) => {
    const planned = { data, runSize, preset, recipe: PRESETS[preset], seed: plan.seed + i };
    const run = path.join(path.dirname(folders.run), runName(planned));
    return { ...planned, folders: { ...folders, run }, command: commandFor(planned) };
  });
}

type Planned = Omit<TrainingPlan, 'folders' | 'command'>;

/** What of a recipe differs from its preset, in the recipe's order. */
function differences({ preset, recipe }: Planned): [keyof Recipe, Recipe[keyof Recipe]][] {
  const own: Recipe = PRESETS[preset];
  return (Object.keys(own) as (keyof Recipe)[])
    .filter((key) => JSON.stringify(own[key]) !== JSON.stringify(recipe[key]))
    .map((key) => [key, recipe[key]]);
}

/** Trainings with other settings get other folders. */
function runName(planned: Planned): string {
  const { data, runSize, preset, seed } = planned;
  const changes = differences(planned).map(([key, value]) => {
    const text = typeof value === 'object' ? sha256(JSON.stringify(value)).slice(0, 8) : `${value}`;
    return `${separateWords(key, '-')}${text}`;
  });
  return ['train', preset, dataName(data), runSize, ...changes, `seed${seed}`].join('-');
}

function commandFor(planned: Planned): string {
  const { data, runSize, preset, seed } = planned;
  const isDefaultSize = data.kind === 'drawn faces' || runSize === 'full';
  const flags = differences(planned).map(([key, value]) => {
    const text = value !== null && typeof value === 'object' ? `'${JSON.stringify(value)}'` : `${value}`;
    return `--${separateWords(key, '-')} ${text}`;
  });
  return [
    ...(data.kind === 'drawn faces' ? ['FER2013=drawn'] : []),
    ...(isDefaultSize ? [] : [`RUN_SIZE=${runSize}`]),
    `npm run train -- --preset ${preset}`,
    ...flags,
    `--seed ${seed}`,
  ].join(' ');
}
