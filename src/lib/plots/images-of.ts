import type { Dataset } from '../dataset/dataset';
import { imageAt } from '../dataset/image-at';

/**
 * The pixels of every image of a (small) data set: each `[48 * 48]` gray values 0 to 255.
 *
 * @example await show(imageGrid(allImages(sampleImages(train, { count: 8, seed: 1 })), { title: 'Eight faces' }));
 */
export function allImages(dataset: Pick<Dataset, 'images' | 'labels'>): Uint8Array[] {
  return Array.from(dataset.labels, (_, i) => imageAt(dataset, i));
}
