import type { Dataset } from '../dataset/dataset';
import { describeProcessor, useFastTraining } from '../engine/index';
import { lockFolder } from '../files/lock-folder';
import { expectation } from '../errors';
import { makeFolder } from '../files/make-folder';
import type { Callback } from '../training/index';
import { isBundledModel } from '../model/bundled-models';
import { train, type Trained } from '../training/train';
import { TRAINING_LOCK } from '../training/checkpoint';
import { loadTeachers } from './load-teachers';
import { imagesOfRun, openDataset, type ProgressListener } from './open-dataset';
import { packageVersions } from './package-versions';
import { readRunJson, writeRunJson } from './run-folder';
import { loadStartModel } from './start-model';
import type { TrainingPlan } from './training-plan';
import type { TrainingRecord } from './training-record';

/** Options of {@link runTraining}. */
export interface RunTrainingOptions {
  /** The version of the project, for the record. */
  commit?: string;
  /** false deletes the contents of the run's folder and starts over. */
  resume?: boolean;
  signal?: AbortSignal;
  /** The images, if they are loaded already. */
  dataset?: Dataset;
  /** Creates a listener for each pass over the images, such as `progressBar`. */
  progress?: (label: string) => ProgressListener;
  /**
   * Called after the recipe's own callbacks, for example `progressLogger()`; also while training
   * the teachers.
   */
  callbacks?: Callback[];
  /**
   * Called before each training: first those of the plan's teachers, if any, then that of the plan.
   */
  onTraining?: (plan: TrainingPlan) => void;
}

/**
 * Trains as planned, with fast training, into the plan's folder; a training that was interrupted
 * there is resumed. If the plan has teachers, they are trained first, see `loadTeachers`; a bundled
 * model that it starts from is one of them. The folder is locked during the training; if the training
 * in it is finished, nothing is written. In addition to `checkpoints/` and `history.json` the folder
 * gets `architecture.json` and `training.json`, a {@link TrainingRecord}.
 *
 * @throws ExpectationError when the data set can't be read or its labels are not the plan's, when
 *   the model to start from is missing or has another architecture, when another process is training
 *   into the folder, or when the folder holds a training with other settings
 * @throws TrainingInterrupted when the signal is aborted; finished epochs are kept
 * @example
 * const { best } = await runTraining(planTraining({ preset: 'release' }), {
 *   callbacks: [progressLogger()],
 * });
 */
export async function runTraining(plan: TrainingPlan, options: RunTrainingOptions = {}): Promise<Trained> {
  const { progress } = options;
  const dataset = options.dataset ?? imagesOfRun(await openDataset(plan, { progress }), plan);
  const { labeledBy } = dataset.source;
  if (labeledBy !== plan.labels)
    throw expectation("the labels of runTraining()'s dataset", {
      expectation: `those that the plan names: ${plan.labels}`,
      found: labeledBy,
      advice: 'Take the images by imagesOfRun(dataset, plan).',
    });
  await makeFolder(plan.folders.run);
  const lock = lockFolder(plan.folders.run, TRAINING_LOCK);
  try {
    return await trainLocked(plan, { ...options, dataset });
  } finally {
    lock.release();
  }
}

/** Trains into a locked folder. */
async function trainLocked(
  plan: TrainingPlan,
  { commit, resume, signal, dataset, callbacks = [], onTraining }: RunTrainingOptions & { dataset: Dataset },
): Promise<Trained> {
  const { recipe, precision, seed, folders } = plan;
  const trainTeacher = (teacher: TrainingPlan) =>
    runTraining(teacher, { commit, signal, dataset, callbacks, onTraining });
  const startFrom =
    recipe.startFrom === null
      ? null
      : await loadStartModel(recipe.startFrom, { bundled: folders.bundled, root: plan.root });
  const isTeacher = startFrom !== null && isBundledModel(startFrom.name);
  const hasTeachers = recipe.teacherShare > 0 && (recipe.teachers > 0 || isTeacher);
  const teacher = hasTeachers
    ? await loadTeachers(plan, { train: trainTeacher, trained: isTeacher ? startFrom.model : undefined })
    : null;
  onTraining?.(plan);
  const fastTraining = useFastTraining({ precision, seed });
  const record: Callback = {
    // Runs after the checkpoint's check, so that a run with other settings leaves the record as it
    // is.
    async onTrainBegin({ model, history, epochs }) {
      const before = readRunJson(folders.run, 'training');
      if (before && history.length >= epochs) return;
      const { command, preset, runSize, labels } = plan;
      const { kind, fingerprint } = dataset.source;
      const { model: processor, cores, features } = describeProcessor();
      await writeRunJson(folders.run, 'architecture', model.toJSON(null, false));
      await writeRunJson(folders.run, 'training', {
        ...{ command, preset, recipe, seed, runSize, labels },
        ...(startFrom && { initialWeightsSha256: startFrom.weightsSha256 }),
        data: { kind, fingerprint, classes: dataset.classes },
        precision: fastTraining.precision,
        processor: { model: processor, cores, features },
        packages: Object.fromEntries(packageVersions().map(({ name, version }) => [name, version])),
        commits: [
          ...new Set([...((resume !== false && before?.commits) || []), ...(commit ? [commit] : [])]),
        ],
      } satisfies TrainingRecord);
    },
  };
  try {
    return await train({
      ...recipe,
      ...{ dataset, runFolder: folders.run, seed, startFrom, teacher, resume, signal, fastTraining },
      callbacks: [record, ...callbacks],
    });
  } finally {
    fastTraining();
    teacher?.dispose();
    startFrom?.model.dispose();
  }
}
