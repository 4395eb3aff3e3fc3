import { SPLITS, type Split } from '../dataset';
import { FER2013_COUNTS } from '../fer2013-counts';

const sizeOf = (split: Split) => FER2013_COUNTS[split].reduce((sum, count) => sum + count, 0);

/** The rows of FER-2013's CSV, and of FER+'s, which is in the same order. */
export const FER2013_ROWS = SPLITS.reduce((sum, split) => sum + sizeOf(split), 0);

/**
 * The split of a row of FER-2013's CSV: 28,709 rows of train, then 3,589 of each test.
 *
 * @param row from 0
 * @returns undefined where there is no such row
 * @example splitOfRow(28_709); // publicTest
 */
export function splitOfRow(row: number): Split | undefined {
  let end = 0;
  return SPLITS.find((split) => row >= 0 && row < (end += sizeOf(split)));
}
