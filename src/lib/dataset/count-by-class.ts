import { SPLITS, type Dataset, type Split } from './dataset';

/**
 * The number of images of each class in each split: `[classes]` counts in label order.
 *
 * @example const happy = countByClass(dataset).train[3];
 */
export function countByClass(
  dataset: Pick<Dataset, 'classes' | 'labels' | 'splits'>,
): Record<Split, number[]> {
  const none = () => dataset.classes.map(() => 0);
  const counts: Record<Split, number[]> = { train: none(), publicTest: none(), privateTest: none() };
  for (let i = 0; i < dataset.labels.length; i++) counts[dataset.splits[i]][dataset.labels[i]]++;
  return counts;
}

/** The sum of a table of counts over splits and classes. */
export function totalOf(counts: Readonly<Record<Split, readonly number[]>>): number {
  return SPLITS.reduce((total, split) => total + counts[split].reduce((sum, count) => sum + count, 0), 0);
}
