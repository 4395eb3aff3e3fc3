import { augmentImages, type AugmentationOptions } from './augment-images';
import type { Dataset } from '../dataset';

/**
 * Augments every image of a data set once, to show what an augmentation does. Training augments
 * batch by batch instead.
 *
 * @returns a new data set with the same labels, splits and names
 * @example
 * const varied = augmentDataset(sampleImages(train, { count: 8, seed: 1 }), {
 *   ...DEFAULT_AUGMENTATION,
 *   seed: 1,
 * });
 */
export function augmentDataset(dataset: Dataset, options: AugmentationOptions & { seed: number }): Dataset {
  return { ...dataset, images: Uint8Array.from(augmentImages(dataset.images, options), Math.round) };
}
