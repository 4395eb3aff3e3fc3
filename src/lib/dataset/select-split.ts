import { SPLITS, type Dataset, type Split } from './dataset';
import { expectation } from '../errors';
import { subset } from './subset';

/**
 * The images of one split, or of several together, in the data set's own order.
 *
 * @throws ExpectationError when a split's name is not one of the three
 * @example const validation = selectSplit(dataset, ['publicTest', 'privateTest']);
 */
export function selectSplit(dataset: Dataset, split: Split | readonly Split[]): Dataset {
  const wanted: readonly Split[] = typeof split === 'string' ? [split] : split;
  const unknown = wanted.find((name) => !SPLITS.includes(name));
  if (unknown !== undefined) throw expectation('split', { expectation: SPLITS.join(', '), found: unknown });
  return subset(
    dataset,
    Array.from(dataset.splits.keys()).filter((i) => wanted.includes(dataset.splits[i])),
  );
}
