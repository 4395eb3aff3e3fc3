import { IMAGE_BYTES, type Dataset } from './dataset';
import { expectation } from '../errors';

/**
 * The pixels of one image of a data set: `[48 * 48]` gray values 0 to 255, a view of the data set's
 * own memory.
 *
 * @throws ExpectationError when there is no such image
 */
export function imageAt(dataset: Pick<Dataset, 'images'>, index: number): Uint8Array {
  const count = dataset.images.length / IMAGE_BYTES;
  if (!(Number.isInteger(index) && index >= 0 && index < count)) {
    throw expectation('an index of an image', {
      expectation: `an integer from 0 to ${count - 1}`,
      found: index,
    });
  }
  return dataset.images.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES);
}

/**
 * The pixels of every image of a (small) data set: each `[48 * 48]` gray values 0 to 255.
 *
 * @example
 * await showFigure(
 *   imageGrid(allImages(sampleImages(train, { count: 8, seed: 1 })), { title: 'Eight faces' }),
 * );
 */
export function allImages(dataset: Pick<Dataset, 'images' | 'labels'>): Uint8Array[] {
  return Array.from(dataset.labels, (_, i) => imageAt(dataset, i));
}
