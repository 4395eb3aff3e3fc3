import type { Dataset, DatasetSource } from '../dataset/dataset';
import { describeProcessor, useFastTraining, type Precision, type Processor } from '../engine/index';
import { train, type Callback, type PresetName, type Recipe, type Trained } from '../training/index';
import { learnFromTeachers } from './learn-from-teachers';
import { imagesOfRun, openDataset, type ProgressListener } from './open-dataset';
import { packageVersions } from './package-versions';
import { readRunJson, writeRunJson } from './run-folder';
import type { RunSize } from './settings';
import type { TrainingPlan } from './training-plan';

/** What a run's folder keeps of how it was trained, in `training.json`. */
export interface TrainingRecord {
  /** What asks for the same training again. */
  readonly command: string;
  readonly preset: PresetName;
  readonly recipe: Recipe;
  readonly seed: number;
  readonly runSize: RunSize;
  readonly data: { readonly kind: DatasetSource['kind']; readonly fingerprint: string };
  /** How convolutions were computed. */
  readonly precision: Precision;
  readonly processor: Pick<Processor, 'model' | 'cores' | 'features'>;
  /** Node, TensorFlow and the packages. */
  readonly packages: Readonly<Record<string, string>>;
  /** The versions of the project that trained: more than one where a run was resumed by another. */
  readonly commits: readonly string[];
}

/** How {@link runTraining} goes about it. */
export interface RunTrainingOptions {
  precision?: Precision | 'auto';
  /** The version of the project, for the record. */
  commit?: string;
  /** false deletes what stands in the run's folder. */
  resume?: boolean;
  signal?: AbortSignal;
  /** The images, where they are open already. */
  dataset?: Dataset;
  /** Makes a listener for reading the images, such as `progressBar`. */
  progress?: (label: string) => ProgressListener;
  /** Called after the recipe's own, `progress()` for one; in the teachers' trainings, too. */
  callbacks?: Callback[];
  /** Called before each of the plan's own trainings: its teachers', if it has any, and at last itself. */
  onTraining?: (plan: TrainingPlan) => void;
}

/**
 * Trains as planned, with the fast engine, into the plan's folder, and goes on with a training that was stopped there;
 * before it its teachers, where the plan has any, see `learnFromTeachers`.
 * Beside `checkpoints/` and `history.json` the folder gets `architecture.json` and `training.json`, a {@link TrainingRecord}.
 *
 * @throws ExpectationError when the data set can't be read, or the folder holds a training with other settings
 * @throws TrainingInterrupted when the signal is aborted; what is finished is kept
 * @example const { best } = await runTraining(planTraining({ preset: 'release' }), { callbacks: [progress()] });
 */
export async function runTraining(
  plan: TrainingPlan,
  {
    precision = 'auto',
    commit,
    resume,
    signal,
    dataset: given,
    progress,
    callbacks = [],
    onTraining,
  }: RunTrainingOptions = {},
): Promise<Trained> {
  const { recipe, seed, folders } = plan;
  const dataset = given ?? imagesOfRun(await openDataset(plan, { progress }), plan);
  const trainTeacher = (teacher: TrainingPlan) =>
    runTraining(teacher, { precision, commit, signal, dataset, callbacks, onTraining });
  const softTargets =
    recipe.teachers > 0
      ? await learnFromTeachers(plan, { dataset, train: trainTeacher, precision, resume, progress })
      : null;
  onTraining?.(plan);
  const fastTraining = useFastTraining({ precision, seed });
  const record: Callback = {
    // After the checkpoint's own check, so that a run with other settings leaves the folder's record as it is.
    async onTrainBegin({ model }) {
      const { command, preset, runSize } = plan;
      const { kind, fingerprint } = dataset.source;
      const { model: processor, cores, features } = describeProcessor();
      const before = readRunJson<TrainingRecord>(folders.run, 'training')?.commits ?? [];
      await writeRunJson(folders.run, 'architecture', model.toJSON(null, false));
      await writeRunJson(folders.run, 'training', {
        ...{ command, preset, recipe, seed, runSize },
        data: { kind, fingerprint },
        precision: fastTraining.precision,
        processor: { model: processor, cores, features },
        packages: Object.fromEntries(packageVersions().map(({ name, version }) => [name, version])),
        commits: [...new Set([...(resume === false ? [] : before), ...(commit ? [commit] : [])])],
      } satisfies TrainingRecord);
    },
  };
  try {
    return await train({
      ...recipe,
      ...{ dataset, runFolder: folders.run, seed, softTargets, resume, signal, fastTraining },
      callbacks: [record, ...callbacks],
    });
  } finally {
    fastTraining();
  }
}
