import path from 'node:path';
import { DEFAULT_AUGMENTATION, type AugmentationOptions } from '../dataset/augment';
import { batches } from '../dataset/batches';
import type { Dataset } from '../dataset/dataset';
import { selectSplit } from '../dataset/select-split';
import type { tf } from '../engine/tensorflow';
import type { Architecture } from '../model/architecture';
import { createModel } from '../model/create-model';
import { AdamW } from './adam-w';
import type { Callback, EpochRecord, History } from './callback';
import { checkpoint, CHECKPOINT_FILES } from './checkpoint';
import { fit, type FitOptions } from './fit';
import { learningRateSchedule } from './learning-rate-schedule';
import { loadCheckpoint } from './load-checkpoint';
import { oneCycle } from './one-cycle';
import { saveHistory } from './save-history';
import { WeightAverage } from './weight-average';

/** The recipe's ingredients; the defaults are what the project's own results were made with. */
export interface TrainOptions extends Pick<FitOptions, 'fastTraining' | 'signal'> {
  /** Trained on its split train, checkpoints chosen on publicTest. */
  dataset: Dataset;
  /** Holds the checkpoints and `history.json`; a run that stands there with the same settings is gone on with. */
  runFolder: string;
  architecture?: Architecture;
  epochs?: number;
  batchSize?: number;
  seed?: number;
  /** null trains on the images as they are. */
  augmentation?: AugmentationOptions | null;
  labelSmoothing?: number;
  /** `[7]`, see `classWeights`; null counts every image once. */
  classWeights?: readonly number[] | null;
  /** The schedule's highest learning rate. */
  peakLearningRate?: number;
  weightDecay?: number;
  /** How much of the averaged weights is kept at each step; 0 averages nothing. */
  averageDecay?: number;
  /** false deletes what stands in the run's folder. */
  resume?: boolean;
  /** Called after the recipe's own, `progress()` for one. */
  callbacks?: Callback[];
}

/** What {@link train} made. */
export interface Trained {
  /** With the weights of the best checkpoint, compiled. */
  model: tf.LayersModel;
  history: History;
  /** The epoch that the best checkpoint is of, chosen by accuracy on publicTest. */
  best: EpochRecord;
}

/**
 * The whole recipe: AdamW on a one-cycle schedule, mild augmentation, smoothed labels and averaged weights, with checkpoints
 * that a stopped run goes on from. Notebook 5 spells it out.
 *
 * @throws ExpectationError when the run's folder holds a damaged checkpoint or one with other settings
 * @throws TrainingInterrupted when the cell is interrupted or the signal aborted
 * @example const { model, best } = await train({ dataset, runFolder: 'models/runs/mine', callbacks: [progress()] });
 */
export async function train({
  dataset,
  runFolder,
  architecture = 'compact',
  epochs = 15,
  batchSize = 64,
  seed = 42,
  augmentation = DEFAULT_AUGMENTATION,
  labelSmoothing = 0.05,
  classWeights = null,
  peakLearningRate = 0.003,
  weightDecay = 0.05,
  averageDecay = 0.998,
  resume = true,
  callbacks = [],
  fastTraining,
  signal,
}: TrainOptions): Promise<Trained> {
  const trainSplit = selectSplit(dataset, 'train');
  const publicTest = selectSplit(dataset, 'publicTest');
  const model = createModel({ architecture, seed });
  model.compile({
    optimizer: new AdamW({ weightDecay }),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const weightAverage = averageDecay > 0 ? new WeightAverage(model, { decay: averageDecay }) : undefined;
  const settings = {
    ...{ data: dataset.source.fingerprint, images: dataset.labels.length },
    ...{ architecture, epochs, batchSize, seed, augmentation, labelSmoothing, classWeights },
    ...{ peakLearningRate, weightDecay, averageDecay },
  };
  try {
    const history = await fit(model, {
      train: (epoch) =>
        batches(trainSplit, { batchSize, seed, epoch, augmentation, labelSmoothing, classWeights }),
      validation: () => batches(publicTest, { batchSize: 256, shuffle: false }),
      epochs,
      seed,
      weightAverage,
      fastTraining,
      signal,
      callbacks: [
        learningRateSchedule(oneCycle({ peak: peakLearningRate })),
        checkpoint({ folder: runFolder, settings, resume }),
        saveHistory(path.join(runFolder, 'history.json')),
        ...callbacks,
      ],
    });
    const chosen = await loadCheckpoint(path.join(runFolder, CHECKPOINT_FILES.best), { model });
    return { model, history, best: chosen.history[chosen.history.length - 1] };
  } finally {
    weightAverage?.dispose();
  }
}
