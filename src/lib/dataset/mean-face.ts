import type { Dataset } from './dataset';
import { pixelSums } from './pixel-sums';

/**
 * The mean of all images, or of those of one class: `[48 * 48]` gray values 0 to 255, row after
 * row.
 *
 * @param label an index into the data set's classes; all images when omitted
 * @throws ExpectationError when there is no such image
 * @example const happyFace = meanFace(dataset, EMOTIONS.indexOf('Happiness'));
 */
export function meanFace(
  dataset: Pick<Dataset, 'images' | 'classes' | 'labels'>,
  label?: number,
): Float32Array {
  const { count, sums } = pixelSums(dataset, label);
  return Float32Array.from(sums, (sum) => sum / count);
}
