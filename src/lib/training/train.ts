import path from 'node:path';
import { createBatches, type Teacher } from '../dataset/batches';
import type { Dataset } from '../dataset/dataset';
import { selectSplit } from '../dataset/select-split';
import { labelDistributions as distributionsOf } from '../dataset/votes/label-distributions';
import type { tf } from '../engine/tensorflow';
import { classesOf } from '../model/classes-of';
import { isSameClasses } from '../classes';
import { copyWeights, headOf } from '../model/copy-weights';
import { createModel } from '../model/create-model';
import { hashWeights } from '../model/hash-weights';
import { expectation } from '../errors';
import { bytesOf } from '../files/bytes-of';
import { sha256 } from '../files/sha256';
import type { Callback, EpochRecord, History } from './callback';
import { modelCheckpoint, CHECKPOINT_FILES } from './checkpoint';
import { createOptimizer } from './create-optimizer';
import { createSchedule } from './create-schedule';
import { fit, type FitOptions } from './fit';
import { learningRateScheduler } from './learning-rate-schedule';
import { loadCheckpoint } from './load-checkpoint';
import { PRESETS, type Recipe } from './presets';
import { saveHistory } from './save-history';
import { WeightAverage } from './weight-average';

/** A recipe (by default the walk-through's) and what to train on. */
export interface TrainOptions
  extends Partial<Omit<Recipe, 'labels' | 'startFrom'>>, Pick<FitOptions, 'fastTraining' | 'signal'> {
  /**
   * The train split is trained on; checkpoints are chosen on publicTest. If its labels are those of
   * the crowd, the training targets are the shares of the votes.
   */
  dataset: Dataset;
  /** Contains `checkpoints/` and `history.json`. A run with the same settings in it is resumed. */
  runFolder: string;
  seed?: number;
  /** `[classes]`, see `classWeights`; null weights all images equally. */
  classWeights?: readonly number[] | null;
  /**
   * A network of the same architecture whose weights are the first ones, by the name that the record
   * has for it; null starts with random weights. If its classes are not those of the data set, the
   * last layer starts with random weights all the same. The caller disposes of it.
   */
  startFrom?: { readonly name: string; readonly model: tf.LayersModel } | null;
  /** Mixed with the labels, see `loadTeachers`; null for none. */
  teacher?: (Teacher & { readonly id: string }) | null;
  /** false deletes the checkpoints in the run's folder. */
  resume?: boolean;
  /** Called after the recipe's own callbacks, for example `progressLogger()`. */
  callbacks?: Callback[];
}

/** Name of the checkpoint folder in a run's folder. */
const CHECKPOINT_FOLDER = 'checkpoints';

/** The result of {@link train}. */
export interface Trained {
  /** Has the weights of the best checkpoint, and is compiled. */
  model: tf.LayersModel;
  history: History;
  /** The epoch of the best checkpoint, chosen by accuracy on publicTest. */
  best: EpochRecord;
}

/**
 * Trains a model by a recipe: an optimizer with a learning rate schedule, augmentation, label
 * smoothing, weight averaging, and checkpoints from which an interrupted run resumes. Notebook 5
 * shows the steps.
 *
 * @throws ExpectationError if the run's folder has a damaged checkpoint or one with other settings
 * @throws TrainingInterrupted if the cell is interrupted or the signal aborted
 * @example
 * const { model, best } = await train({
 *   dataset,
 *   runFolder: 'models/runs/mine',
 *   callbacks: [progressLogger()],
 * });
 */
export async function train({
  dataset,
  runFolder,
  seed = 42,
  classWeights = null,
  startFrom = null,
  teacher = null,
  resume = true,
  callbacks = [],
  fastTraining,
  signal,
  ...changes
}: TrainOptions): Promise<Trained> {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const { labeledBy: labels } = dataset.source;
  const recipe: Recipe = {
    ...PRESETS['walk-through'],
    ...given,
    ...{ labels, startFrom: startFrom?.name ?? null },
  };
  const { architecture, epochs, batchSize, dropout, augmentation, labelSmoothing } = recipe;
  const { optimizer, schedule, peakLearningRate, weightDecay, averageDecay, freeze } = recipe;
  const { classes } = dataset;
  const trainSplit = selectSplit(dataset, 'train');
  const publicTest = selectSplit(dataset, 'publicTest');
  const labelDistributions = distributionsOf(trainSplit);
  if (freeze && !startFrom)
    throw expectation('freeze', {
      expectation: 'false for a network that starts with random weights',
      found: freeze,
      advice: 'Say which model to start from.',
    });
  const model = createModel({ architecture, seed, dropout: dropout ?? undefined, classes });
  if (startFrom)
    copyWeights(startFrom.model, model, { exceptHead: !isSameClasses(classesOf(startFrom.model), classes) });
  if (freeze) for (const layer of model.layers) layer.trainable = layer === headOf(model);
  model.compile({
    optimizer: createOptimizer(optimizer, { weightDecay }),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const weightAverage = averageDecay > 0 ? new WeightAverage(model, { decay: averageDecay }) : undefined;
  const settings = {
    ...{ data: dataset.source.fingerprint, images: dataset.labels.length, seed, classWeights },
    ...recipe,
    ...(labelDistributions && { labelDistributions: sha256(bytesOf(labelDistributions)) }),
    ...(startFrom && { initialWeights: hashWeights(startFrom.model) }),
    ...(teacher && { teacher: teacher.id }),
  };
  const checkpoints = path.join(runFolder, CHECKPOINT_FOLDER);
  try {
    const history = await fit(model, {
      train: (epoch) =>
        createBatches(trainSplit, {
          batchSize,
          seed,
          epoch,
          augmentation,
          labelSmoothing,
          labelDistributions,
          teacher,
          classWeights,
        }),
      validation: () => createBatches(publicTest, { batchSize: 256, shuffle: false }),
      epochs,
      seed,
      weightAverage,
      fastTraining,
      signal,
      callbacks: [
        learningRateScheduler(createSchedule(schedule, { peak: peakLearningRate })),
        modelCheckpoint({ folder: checkpoints, settings, resume }),
        saveHistory(path.join(runFolder, 'history.json')),
        ...callbacks,
      ],
    });
    const chosen = await loadCheckpoint(path.join(checkpoints, CHECKPOINT_FILES.best), { model });
    return { model, history, best: chosen.history[chosen.history.length - 1] };
  } finally {
    weightAverage?.dispose();
  }
}
