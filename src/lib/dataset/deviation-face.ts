import type { Dataset } from './dataset';
import { pixelSums } from './pixel-sums';

/**
 * How much each pixel varies over all images, or over those of one class: `[48 * 48]` population
 * standard deviations in gray values, from 0 where all images agree to 127.5, row after row.
 *
 * @param label an index into the data set's classes; all images when omitted
 * @throws ExpectationError when there is no such image
 * @example const variesMost = Math.max(...deviationFace(dataset, EMOTIONS.indexOf('Surprise')));
 */
export function deviationFace(
  dataset: Pick<Dataset, 'images' | 'classes' | 'labels'>,
  label?: number,
): Float32Array {
  const { count, sums, squares } = pixelSums(dataset, label);
  // Both products are integers below 2^53, so the difference is exact.
  return Float32Array.from(sums, (sum, p) => Math.sqrt(count * squares[p] - sum * sum) / count);
}
