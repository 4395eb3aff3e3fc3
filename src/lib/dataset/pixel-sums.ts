import { expectation } from '../errors';
import { IMAGE_BYTES, type Dataset } from './dataset';

/** The sums that the mean and the standard deviation of images are computed from. */
export interface PixelSums {
  /** Number of images. */
  readonly count: number;
  /** `[48 * 48]` sums of each pixel's gray values. */
  readonly sums: Float64Array;
  /** `[48 * 48]` sums of their squares. */
  readonly squares: Float64Array;
}

/**
 * Adds up all images, or those of one class, pixel by pixel. The sums are integers below 2^53, so
 * they are exact.
 *
 * @param label an index into the data set's classes; all images when omitted
 * @throws ExpectationError when there is no such image
 */
export function pixelSums(
  { images, classes, labels }: Pick<Dataset, 'images' | 'classes' | 'labels'>,
  label?: number,
): PixelSums {
  const sums = new Float64Array(IMAGE_BYTES);
  const squares = new Float64Array(IMAGE_BYTES);
  let count = 0;
  for (let i = 0; i < labels.length; i++) {
    if (label !== undefined && labels[i] !== label) continue;
    count++;
    for (let p = 0, start = i * IMAGE_BYTES; p < IMAGE_BYTES; p++) {
      const gray = images[start + p];
      sums[p] += gray;
      squares[p] += gray * gray;
    }
  }
  if (count === 0)
    throw expectation('the data set', {
      expectation:
        label === undefined ? 'not empty' : `one with images of ${classes[label] ?? `label ${label}`}`,
      found: 'none',
      advice: 'A mean needs at least one image.',
    });
  return { count, sums, squares };
}
