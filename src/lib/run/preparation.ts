import type { AugmentationOptions } from '../dataset/augment/augment-images';
import { flag, nullable, object, oneOf, share, type Schema } from '../json/index';
import { PRESETS } from '../training/presets';
import { AUGMENTATION } from '../training/recipe-schema';
import { PRESET_OF_SIZE, type Settings } from './settings';

/** The decisions of notebook 3, which notebook 5 trains with. */
export interface Preparation {
  /** The augmentation of training images; null trains on the originals. */
  readonly augmentation: AugmentationOptions | null;
  /** The share of the target spread evenly over all seven emotions. */
  readonly labelSmoothing: number;
  /** Whether rare emotions have a higher weight in the loss. */
  readonly useClassWeights: boolean;
  /**
   * The split whose accuracy selects the best checkpoint. Scores on it are reported as optimistic.
   */
  readonly validationSplit: 'publicTest';
}

/** The schema of `preparation.json`. */
export const PREPARATION: Schema<Preparation> = object({
  augmentation: nullable(AUGMENTATION),
  labelSmoothing: share,
  useClassWeights: flag,
  validationSplit: oneOf(['publicTest']),
});

/**
 * The defaults of notebook 3, which notebook 5 uses if notebook 3 has not been run.
 *
 * @example const preparation = readRunJson(run, 'preparation') ?? defaultPreparation(settings);
 */
export function defaultPreparation({ runSize }: Pick<Settings, 'runSize'>): Preparation {
  const { augmentation, labelSmoothing } = PRESETS[PRESET_OF_SIZE[runSize]];
  return {
    augmentation,
    labelSmoothing,
    useClassWeights: false,
    validationSplit: 'publicTest',
  };
}
