import { DEFAULT_AUGMENTATION, type AugmentationOptions } from '../dataset/augment';

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

/** What notebook 5 uses where notebook 3 has not run. */
export const DEFAULT_PREPARATION: Preparation = {
  augmentation: DEFAULT_AUGMENTATION,
  labelSmoothing: 0.05,
  useClassWeights: false,
  validationSplit: 'publicTest',
};
