import {
  DEFAULT_AUGMENTATION,
  STRONG_AUGMENTATION,
  type AugmentationOptions,
} from '../dataset/augment/augment-images';
import type { LabelSource } from '../dataset/dataset';
import type { Architecture } from '../model/architecture';
import type { OptimizerName } from './create-optimizer';
import type { ScheduleName } from './create-schedule';

/** All settings of a training run, except its images and its seed. */
export interface Recipe {
  /**
   * Whose labels are learned: the data set's own, or the votes of FER+'s annotators.
   */
  labels: LabelSource;
  architecture: Architecture;
  /**
   * The model whose weights the network starts with: the name of a bundled one, or the folder of a
   * saved model or a run. A bundled one is then one of its teachers; null starts with random weights.
   */
  startFrom: string | null;
  /**
   * Whether only the last layer is trained. Batch normalization still follows the images' statistics.
   */
  freeze: boolean;
  epochs: number;
  /** Images per batch. */
  batchSize: number;
  /** Rate of the network's dropout layers, from 0 to below 1; null uses the network's default. */
  dropout: number | null;
  /** How images are augmented; null trains on the original images. */
  augmentation: AugmentationOptions | null;
  /** Fraction of the target that is spread evenly over the seven emotions. */
  labelSmoothing: number;
  optimizer: OptimizerName;
  /** How the learning rate changes during the run. */
  schedule: ScheduleName;
  /** The highest learning rate of the schedule. */
  peakLearningRate: number;
  /** The optimizer's weight decay. */
  weightDecay: number;
  /** Decay of the weight average; 0 turns averaging off. */
  averageDecay: number;
  /** Number of `teacher` runs to train first, whose predictions become soft targets. */
  teachers: number;
  /**
   * Weight of the teachers' mean prediction in a target, 0 to 1; the label has the rest. 0 trains on
   * the labels alone.
   */
  teacherShare: number;
}

/** The names of the {@link PRESETS}. */
export const PRESET_NAMES = ['walk-through', 'quick', 'teacher', 'release', 'release-crowd'] as const;

/** The name of one of the {@link PRESETS}. */
export type PresetName = (typeof PRESET_NAMES)[number];

/** What notebooks 3 to 5 teach, on all images. */
const WALK_THROUGH: Recipe = {
  labels: 'own',
  architecture: 'compact',
  startFrom: null,
  freeze: false,
  epochs: 15,
  batchSize: 128,
  dropout: null,
  augmentation: DEFAULT_AUGMENTATION,
  labelSmoothing: 0.05,
  optimizer: 'muon',
  schedule: 'one-cycle',
  peakLearningRate: 0.004,
  weightDecay: 0.05,
  averageDecay: 0.996,
  teachers: 0,
  teacherShare: 0,
};

/**
 * The project's recipes:
 *
 * - `walk-through`: a full run of notebooks 3 to 5.
 * - `quick`: a quick run of notebooks 3 to 5. It has few images, so smaller batches make for more
 *   steps, and the weight average decays faster. It ends before it can overfit, so images are only
 *   flipped.
 * - `teacher`: a teacher for `release`. The walk-through with a wider network and more epochs, since
 *   it may take longer than 20 minutes.
 * - `release`: the next bundled model of FER-2013's labels. It takes hours instead of minutes, starts
 *   where the last one ended, and uses everything that keeps a larger network from overfitting.
 * - `release-crowd`: the bundled model of the votes. A distribution of ten votes says more than a
 *   label and keeps the network from overfitting by itself, so there are no teachers and no label
 *   smoothing.
 *
 * @example const { epochs, architecture } = PRESETS.release;
 */
export const PRESETS: Readonly<Record<PresetName, Recipe>> = {
  'walk-through': WALK_THROUGH,
  quick: { ...WALK_THROUGH, epochs: 4, batchSize: 32, augmentation: { flip: 0.5 }, averageDecay: 0.99 },
  teacher: { ...WALK_THROUGH, architecture: 'medium', epochs: 24, averageDecay: 0.998 },
  release: {
    ...WALK_THROUGH,
    architecture: 'large',
    startFrom: 'shipped',
    epochs: 38,
    peakLearningRate: 0.002,
    dropout: 0.3,
    augmentation: STRONG_AUGMENTATION,
    averageDecay: 0.998,
    teachers: 2,
    teacherShare: 0.8,
  },
  'release-crowd': {
    ...WALK_THROUGH,
    labels: 'crowd',
    architecture: 'large',
    epochs: 60,
    dropout: 0.3,
    augmentation: STRONG_AUGMENTATION,
    labelSmoothing: 0,
    averageDecay: 0.998,
  },
};
