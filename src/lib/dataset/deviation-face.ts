import type { Dataset } from './dataset';
import { pixelSums } from './pixel-sums';

/**
 * How much each pixel varies over all images, or over one emotion's: `[48 * 48]` standard deviations (the root of the
 * variance, divided by n) in gray values, 0 where all images agree to 127.5, row after row.
 *
 * @param label an index into `EMOTIONS`; every image when not given
 * @throws ExpectationError when there is no such image
 * @example const variesMost = Math.max(...deviationFace(dataset, EMOTIONS.indexOf('Surprise')));
 */
export function deviationFace(dataset: Pick<Dataset, 'images' | 'labels'>, label?: number): Float32Array {
  const { count, sums, squares } = pixelSums(dataset, label);
  // Both products are whole numbers below 2^53, so nothing is lost in the difference.
  return Float32Array.from(sums, (sum, p) => Math.sqrt(count * squares[p] - sum * sum) / count);
}
