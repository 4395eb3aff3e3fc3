import { EMOTIONS } from '../../emotions';
import { expectation } from '../../errors';
import type { Dataset } from '../dataset';
import { VOTES_ADVICE } from './advice';
import { ANSWERS } from './answers';

/**
 * The share of each image's votes that every emotion got, of those for one of the seven emotions:
 * `[n * 7]`, image after image; zeros where nobody saw one.
 *
 * @throws ExpectationError if the data set has no votes
 * @example const shares = voteShares(await loadVotes(dataset, 'fer2013new.csv'));
 */
export function voteShares(dataset: Pick<Dataset, 'votes'>): Float32Array {
  const votes = votesOf(dataset);
  const n = votes.length / ANSWERS.length;
  const shares = new Float32Array(n * EMOTIONS.length);
  for (let i = 0; i < n; i++) {
    const counts = votes.subarray(i * ANSWERS.length, i * ANSWERS.length + EMOTIONS.length);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total > 0) counts.forEach((count, label) => (shares[i * EMOTIONS.length + label] = count / total));
  }
  return shares;
}

/**
 * The votes of a data set, `[n * 10]`.
 *
 * @throws ExpectationError if it has none
 */
export function votesOf({ votes }: Pick<Dataset, 'votes'>): Uint8Array {
  if (votes) return votes;
  throw expectation("the data set's votes", {
    expectation: 'those of FER+',
    found: 'none',
    advice: `Load them with loadVotes(). ${VOTES_ADVICE}`,
  });
}
