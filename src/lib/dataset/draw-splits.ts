import { expectation } from '../errors';
import { createRandom, deriveSeed } from '../random';
import { SPLITS, type Dataset, type Split } from './dataset';
import { groupEqual } from './find-duplicates';
import { gatherImages } from './gather-images';

/** The share of the training images that each split takes. */
const SHARE = 0.1;

/** The parts of a data set whose order and splits change. */
type SplitImages = Pick<Dataset, 'images' | 'labels' | 'splits' | 'names'>;

/**
 * Takes splits that a data set lacks from its training images: a tenth of each class for each of
 * them, at least one image where the class has enough. The seed determines which. Images that are
 * equal pixel by pixel stay together, so that no copy of a training image is tested on. The result
 * is ordered by split, then as before.
 *
 * @param options
 * @param options.fromTrain the splits to take
 * @param options.source the path of the data set, for errors
 * @throws ExpectationError when there are too few different images for another split
 * @example const divided = drawSplits(images, { fromTrain: ['privateTest'], seed: 1, source: 'faces' });
 */
export function drawSplits<Images extends SplitImages>(
  dataset: Images,
  { fromTrain, seed, source }: { fromTrain: readonly Split[]; seed: number; source: string },
): Images {
  if (fromTrain.length === 0) return dataset;
  const { images, labels, names } = dataset;
  const splits = [...dataset.splits];
  const classes = new Map<number, number[][]>();
  for (const equal of groupEqual(images, labels.length)) {
    const group = equal.filter((i) => splits[i] === 'train');
    const isOneClass = group.every((i) => labels[i] === labels[group[0]]);
    // An image with two labels stays in train.
    if (group.length === 0 || !isOneClass) continue;
    const label = labels[group[0]];
    if (!classes.has(label)) classes.set(label, []);
    classes.get(label)!.push(group);
  }
  for (const [label, groups] of classes) {
    const left = createRandom(deriveSeed(seed, label)).shuffle([...groups]);
    const total = groups.reduce((sum, { length }) => sum + length, 0);
    for (const split of fromTrain) {
      const wanted = Math.max(1, Math.round(total * SHARE));
      // One group at least stays in train.
      for (let taken = 0; taken < wanted && left.length > 1;) {
        const group = left.pop()!;
        for (const i of group) splits[i] = split;
        taken += group.length;
      }
    }
  }
  const empty = fromTrain.find((split) => !splits.includes(split));
  if (empty)
    throw expectation(source, {
      expectation: `at least ${fromTrain.length + 1} different images of a class, to train and test on`,
      found: `at most ${Math.max(0, ...[...classes.values()].map(({ length }) => length))}`,
      advice: 'Add images, or put some of them into folders test/<class>/ and validation/<class>/.',
    });
  const order = Array.from(labels.keys()).sort(
    (a, b) => SPLITS.indexOf(splits[a]) - SPLITS.indexOf(splits[b]) || a - b,
  );
  return {
    ...dataset,
    images: gatherImages(images, order),
    labels: Uint8Array.from(order, (i) => labels[i]),
    splits: order.map((i) => splits[i]),
    names: order.map((i) => names[i]),
  };
}
