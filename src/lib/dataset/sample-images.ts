import { expectation } from '../errors';
import { createRandom } from '../random';
import type { Dataset } from './dataset';
import { subset } from './subset';

/**
 * A random sample of a data set's images, without replacement; the same seed gives the same images.
 *
 * @throws ExpectationError when the data set has fewer images than asked for
 * @example const six = sampleImages(selectSplit(dataset, 'privateTest'), { count: 6, seed: 1 });
 */
export function sampleImages(dataset: Dataset, { count, seed }: { count: number; seed: number }): Dataset {
  const n = dataset.labels.length;
  if (!Number.isInteger(count) || count < 1 || count > n)
    throw expectation('count', {
      expectation: `an integer from 1 to ${n} (the number of images)`,
      found: count,
    });
  const order = createRandom(seed).shuffle(Int32Array.from({ length: n }, (_, i) => i));
  return subset(dataset, order.subarray(0, count));
}
