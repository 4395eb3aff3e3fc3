import { expectation } from '../errors';
import { createRandom, deriveSeed } from '../random';
import { SPLITS, type Dataset } from './dataset';
import { subset } from './subset';

/**
 * A random subset of a data set, stratified by split and class; at least one image of each class
 * that has any is kept. The same seed gives the same images.
 *
 * @param options
 * @param options.fraction the share of the images, above 0 and up to 1
 * @throws ExpectationError when the fraction is outside that range
 * @example const tenth = stratifiedSubset(dataset, { fraction: 0.1, seed: 42 });
 */
export function stratifiedSubset(
  dataset: Dataset,
  { fraction, seed }: { fraction: number; seed: number },
): Dataset {
  if (!(fraction > 0 && fraction <= 1))
    throw expectation('fraction', { expectation: 'a number above 0 and up to 1', found: fraction });
  const { length: classes } = dataset.classes;
  const members: number[][] = Array.from({ length: SPLITS.length * classes }, () => []);
  for (let i = 0; i < dataset.labels.length; i++)
    members[SPLITS.indexOf(dataset.splits[i]) * classes + dataset.labels[i]].push(i);
  const taken = members.flatMap((indices, group) => {
    if (indices.length === 0) return [];
    const count = Math.max(1, Math.round(fraction * indices.length));
    return createRandom(deriveSeed(seed, group)).shuffle(indices).slice(0, count);
  });
  return subset(
    dataset,
    taken.sort((a, b) => a - b),
  );
}
