import type { Dataset, Split } from '../dataset/dataset';
import { gatherRows } from '../dataset/gather-images';

/**
 * The labels of one split of some images, and its probabilities; of all images if no split is named.
 *
 * @param rows `[n * classes]`
 */
export function partOfSplit(
  { splits, labels }: Pick<Dataset, 'splits' | 'labels'>,
  rows: Float32Array,
  split?: Split,
): [labels: Uint8Array, rows: Float32Array] {
  const indices = splits.flatMap((own, i) => (split === undefined || own === split ? [i] : []));
  const part = gatherRows(rows, { indices, length: rows.length / labels.length });
  return [Uint8Array.from(indices, (i) => labels[i]), part];
}
