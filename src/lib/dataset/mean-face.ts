import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import { IMAGE_BYTES, type Dataset } from './dataset';

/**
 * The mean of all images, or of one emotion's: `[48 * 48]` gray values 0 to 255, row after row.
 *
 * @param label an index into `EMOTIONS`; every image when not given
 * @throws ExpectationError when there is no such image
 * @example const happyFace = meanFace(dataset, EMOTIONS.indexOf('Happiness'));
 */
export function meanFace(
  { images, labels }: Pick<Dataset, 'images' | 'labels'>,
  label?: number,
): Float32Array {
  const sums = new Float64Array(IMAGE_BYTES);
  let count = 0;
  for (let i = 0; i < labels.length; i++) {
    if (label !== undefined && labels[i] !== label) continue;
    count++;
    for (let p = 0, start = i * IMAGE_BYTES; p < IMAGE_BYTES; p++) sums[p] += images[start + p];
  }
  if (count === 0)
    throw expectation('the data set', {
      expectation:
        label === undefined ? 'not empty' : `one with images of ${EMOTIONS[label] ?? `label ${label}`}`,
      found: 'none',
      advice: 'A mean needs at least one image.',
    });
  return Float32Array.from(sums, (sum) => sum / count);
}
