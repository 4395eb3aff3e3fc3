import type { Dataset } from '../dataset';
import { voteShares } from './vote-shares';

/**
 * What a network should learn of each image in place of its label: the shares of its votes, if the
 * labels are those of FER+'s annotators.
 *
 * @returns `[n * 7]`, see `voteShares`; null if the labels are the data set's own
 * @throws ExpectationError if the labels are the annotators' and there are no votes
 * @example createBatches(train, { labelDistributions: labelDistributions(train) });
 */
export function labelDistributions(dataset: Pick<Dataset, 'votes' | 'source'>): Float32Array | null {
  return dataset.source.labeledBy === 'crowd' ? voteShares(dataset) : null;
}
