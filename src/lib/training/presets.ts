import {
  DEFAULT_AUGMENTATION,
  STRONG_AUGMENTATION,
  type AugmentationOptions,
} from '../dataset/augment/augment-images';
import type { Architecture } from '../model/architecture';
import type { OptimizerName } from './create-optimizer';

/** Everything that a training is made of, but for its images and its seed. */
export interface Recipe {
  architecture: Architecture;
  epochs: number;
  /** Images in a batch. */
  batchSize: number;
  /** The rate of the network's dropout layers, 0 to below 1; null is the network's own. */
  dropout: number | null;
  /** How the images are varied; null trains on them as they are. */
  augmentation: AugmentationOptions | null;
  /** The part of the target spread evenly over the seven emotions. */
  labelSmoothing: number;
  optimizer: OptimizerName;
  /** The highest learning rate of the one-cycle schedule. */
  peakLearningRate: number;
  /** The optimizer's. */
  weightDecay: number;
  /** How much of the averaged weights is kept at each step; 0 averages nothing. */
  averageDecay: number;
  /** How many runs of `teacher` are trained before, to say what the images show; 0 learns from the labels alone. */
  teachers: number;
  /** What the mean of the teachers' predictions counts in a target, 0 to 1; the label counts the rest. */
  teacherShare: number;
}

/** The names of the {@link PRESETS}. */
export const PRESET_NAMES = ['walk-through', 'quick', 'teacher', 'release'] as const;

/** The name of one of the {@link PRESETS}. */
export type PresetName = (typeof PRESET_NAMES)[number];

/** What the notebooks 3 to 5 teach, on all images. */
const WALK_THROUGH: Recipe = {
  architecture: 'compact',
  epochs: 15,
  batchSize: 128,
  dropout: null,
  augmentation: DEFAULT_AUGMENTATION,
  labelSmoothing: 0.05,
  optimizer: 'muon',
  peakLearningRate: 0.004,
  weightDecay: 0.05,
  averageDecay: 0.996,
  teachers: 0,
  teacherShare: 0,
};

/** Twice the steps in a tenth more time. */
const SMALL_BATCHES = { batchSize: 64, peakLearningRate: 0.003 } as const;

/**
 * The project's recipes:
 *
 * - `walk-through`: what notebooks 3 to 5 do in a full run.
 * - `quick`: what they do in a quick run. Few images make few steps: smaller batches make more of them, and an average
 *   that forgets faster; such a run is over before it has learned its images once, so they are only mirrored.
 * - `teacher`: what `release` learns from: the walk-through with a wider network and in smaller batches, since
 *   it need not be over in 20 minutes.
 * - `release`: the model that ships: hours instead of minutes, and all that keeps a larger network from learning its
 *   images by heart in that time.
 *
 * @example const { epochs, architecture } = PRESETS.release;
 */
export const PRESETS: Readonly<Record<PresetName, Recipe>> = {
  'walk-through': WALK_THROUGH,
  quick: { ...WALK_THROUGH, epochs: 5, batchSize: 32, augmentation: { flip: 0.5 }, averageDecay: 0.99 },
  teacher: { ...WALK_THROUGH, ...SMALL_BATCHES, architecture: 'medium', averageDecay: 0.998 },
  release: {
    ...WALK_THROUGH,
    ...SMALL_BATCHES,
    architecture: 'large',
    epochs: 45,
    dropout: 0.3,
    augmentation: STRONG_AUGMENTATION,
    averageDecay: 0.999,
    teachers: 3,
    teacherShare: 0.8,
  },
};
