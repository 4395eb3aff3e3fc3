import { DEFAULT_AUGMENTATION, type AugmentationOptions } from '../dataset/augment';
import type { Settings } from './settings';

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

/** A quick run is over before it has learned its images once: only what costs no learning time is varied. */
const QUICK_AUGMENTATION: AugmentationOptions = { flip: 0.5 };

/**
 * What notebook 3 begins with, and what notebook 5 uses where notebook 3 has not run.
 *
 * @example const preparation = readRunJson<Preparation>(run, 'preparation') ?? defaultPreparation(settings);
 */
export function defaultPreparation({ runSize }: Pick<Settings, 'runSize'>): Preparation {
  return {
    augmentation: runSize === 'full' ? DEFAULT_AUGMENTATION : QUICK_AUGMENTATION,
    labelSmoothing: 0.05,
    useClassWeights: false,
    validationSplit: 'publicTest',
  };
}
