import type { Measure, Pair } from './measure';

/**
 * The measures with other pairs, and without those that have none left.
 *
 * @param measures
 * @param change gives the pairs in a pair's place
 * @example mapPairs(MEASURES, (pair) => (pair.peer === 'stock' ? [] : [pair]))
 */
export const mapPairs = (
  measures: readonly Measure[],
  change: (pair: Pair, measure: Measure) => readonly Pair[],
): Measure[] =>
  measures
    .map((measure) => ({ ...measure, pairs: measure.pairs.flatMap((pair) => change(pair, measure)) }))
    .filter(({ pairs }) => pairs.length > 0);

/**
 * The measures without the rows that compare with some contenders.
 *
 * @example withoutContenders(MEASURES, ['pytorch'])
 */
export const withoutContenders = (measures: readonly Measure[], names: readonly string[]): Measure[] =>
  mapPairs(measures, (pair) => (names.includes(pair.peer.split(':')[0]) ? [] : [pair]));
