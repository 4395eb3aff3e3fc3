import { IMAGE_BYTES, SPLITS, type Dataset, type Split } from './dataset';
import { expectation } from '../errors';
import { subset } from './subset';

/**
 * The images of one split, or of several together, in the data set's own order. Where they lie side
 * by side in the data set, their pixels are its own; otherwise they are copied.
 *
 * @throws ExpectationError when a split's name is not one of the three
 * @example const validation = selectSplit(dataset, ['publicTest', 'privateTest']);
 */
export function selectSplit(dataset: Dataset, split: Split | readonly Split[]): Dataset {
  const wanted: readonly Split[] = typeof split === 'string' ? [split] : split;
  const unknown = wanted.find((name) => !SPLITS.includes(name));
  if (unknown !== undefined) throw expectation('split', { expectation: SPLITS.join(', '), found: unknown });
  const indices = Array.from(dataset.splits.keys()).filter((i) => wanted.includes(dataset.splits[i]));
  const [first = 0] = indices;
  const isRun = indices.every((index, i) => index === first + i);
  if (!isRun) return subset(dataset, indices);
  // FER-2013's 28,709 training images would be another 66 MB.
  const images = dataset.images.subarray(first * IMAGE_BYTES, (first + indices.length) * IMAGE_BYTES);
  return subset(dataset, indices, { images });
}
