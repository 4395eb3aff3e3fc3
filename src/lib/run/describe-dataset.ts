import { countByClass, type Dataset, type Split } from '../dataset/index';
import { formatAmount } from '../format';

/** What the splits of own images are for. */
const SPLIT_NAMES: Readonly<Record<Split, string>> = {
  train: 'to train on (train)',
  publicTest: 'to choose the checkpoint by (validation, here publicTest)',
  privateTest: 'to report a score on (test, here privateTest)',
};

/**
 * Describes a data set in words: its classes in the order of their labels, its splits, and which of
 * them were taken from train by a seed.
 *
 * @example console.log(describeDataset(await openDataset(readSettings())));
 */
export function describeDataset(dataset: Dataset): string {
  const { classes, source } = dataset;
  const counts = Object.entries(countByClass(dataset)).map(([split, ofSplit]) => {
    const count = ofSplit.reduce((sum, n) => sum + n, 0);
    return `${formatAmount(count, 'image')} ${SPLIT_NAMES[split as Split]}`;
  });
  const taken = source.fromTrain;
  const names = { train: 'train', publicTest: 'validation', privateTest: 'test' };
  const division = taken
    ? `\nThe images came without ${taken.splits.map((split) => names[split]).join(' and ')}: a tenth of each class was taken for it at random (seed ${taken.seed}), equal images together.`
    : '';
  return `${classes.length} classes, in the order of their labels: ${classes.join(', ')}.\n${counts.join(',\n')}.${division}`;
}
