import path from 'node:path';
import { createBatches, type SoftTargets } from '../dataset/batches';
import type { Dataset } from '../dataset/dataset';
import { selectSplit } from '../dataset/select-split';
import type { tf } from '../engine/tensorflow';
import { createModel } from '../model/create-model';
import { sha256 } from '../files/sha256';
import type { Callback, EpochRecord, History } from './callback';
import { modelCheckpoint, CHECKPOINT_FILES } from './checkpoint';
import { createOptimizer } from './create-optimizer';
import { fit, type FitOptions } from './fit';
import { learningRateScheduler } from './learning-rate-schedule';
import { loadCheckpoint } from './load-checkpoint';
import { oneCycleSchedule } from './one-cycle';
import { PRESETS, type Recipe } from './presets';
import { saveHistory } from './save-history';
import { WeightAverage } from './weight-average';

/** The recipe, by default the walk-through's, and what it is applied to. */
export interface TrainOptions extends Partial<Recipe>, Pick<FitOptions, 'fastTraining' | 'signal'> {
  /** Trained on its split train, checkpoints chosen on publicTest. */
  dataset: Dataset;
  /** Holds `checkpoints/` and `history.json`; a run that stands there with the same settings is gone on with. */
  runFolder: string;
  seed?: number;
  /** `[7]`, see `classWeights`; null counts every image once. */
  classWeights?: readonly number[] | null;
  /** What the labels of the split train are mixed with, such as what teachers say; null or not given: nothing. */
  softTargets?: SoftTargets | null;
  /** false deletes what stands in the run's folder. */
  resume?: boolean;
  /** Called after the recipe's own, `progressLogger()` for one. */
  callbacks?: Callback[];
}

/** The folder in a run's that holds its checkpoints. */
export const CHECKPOINT_FOLDER = 'checkpoints';

/** What {@link train} made. */
export interface Trained {
  /** With the weights of the best checkpoint, compiled. */
  model: tf.LayersModel;
  history: History;
  /** The epoch that the best checkpoint is of, chosen by accuracy on publicTest. */
  best: EpochRecord;
}

/**
 * A whole training by a recipe: the optimizer on a one-cycle schedule, augmentation, smoothed labels and averaged weights, with
 * checkpoints that a stopped run goes on from. Notebook 5 spells it out.
 *
 * @throws ExpectationError when the run's folder holds a damaged checkpoint or one with other settings
 * @throws TrainingInterrupted when the cell is interrupted or the signal aborted
 * @example const { model, best } = await train({ dataset, runFolder: 'models/runs/mine', callbacks: [progressLogger()] });
 */
export async function train({
  dataset,
  runFolder,
  seed = 42,
  classWeights = null,
  softTargets = null,
  resume = true,
  callbacks = [],
  fastTraining,
  signal,
  ...changes
}: TrainOptions): Promise<Trained> {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const recipe: Recipe = { ...PRESETS['walk-through'], ...given };
  const { architecture, epochs, batchSize, dropout, augmentation, labelSmoothing } = recipe;
  const { optimizer, peakLearningRate, weightDecay, averageDecay } = recipe;
  const trainSplit = selectSplit(dataset, 'train');
  const publicTest = selectSplit(dataset, 'publicTest');
  const model = createModel({ architecture, seed, dropout: dropout ?? undefined });
  model.compile({
    optimizer: createOptimizer(optimizer, { weightDecay }),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const weightAverage = averageDecay > 0 ? new WeightAverage(model, { decay: averageDecay }) : undefined;
  const settings = {
    ...{ data: dataset.source.fingerprint, images: dataset.labels.length, seed, classWeights },
    ...recipe,
    ...(softTargets && { softTargets: sha256(bytesOf(softTargets.probabilities)) }),
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
          softTargets,
          classWeights,
        }),
      validation: () => createBatches(publicTest, { batchSize: 256, shuffle: false }),
      epochs,
      seed,
      weightAverage,
      fastTraining,
      signal,
      callbacks: [
        learningRateScheduler(oneCycleSchedule({ peak: peakLearningRate })),
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

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
