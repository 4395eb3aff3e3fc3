import type { AugmentationOptions } from '../dataset/augment/augment-images';
import { flag, nullable, number, object, oneOf, type Schema } from '../json/index';
import { PRESETS } from '../training/presets';
import { AUGMENTATION } from '../training/recipe-schema';
import { PRESET_OF_SIZE, type Settings } from './settings';

/** What notebook 3 decides and notebook 5 trains with. */
export interface Preparation {
  /** How training images are varied; null trains on the originals. */
  readonly augmentation: AugmentationOptions | null;
  /** The share of a label's certainty that is spread over all seven emotions. */
  readonly labelSmoothing: number;
  /** Whether rare emotions count more in the loss. */
  readonly useClassWeights: boolean;
  /** The split whose accuracy chooses the best checkpoint: never one that a score is then reported on as fair. */
  readonly validationSplit: 'publicTest';
}

/** What `preparation.json` holds. */
export const PREPARATION: Schema<Preparation> = object({
  augmentation: nullable(AUGMENTATION),
  labelSmoothing: number({ from: 0, to: 1 }),
  useClassWeights: flag,
  validationSplit: oneOf(['publicTest']),
});

/**
 * What notebook 3 begins with, and what notebook 5 uses where notebook 3 has not run.
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
