import { expectation } from '../../errors';
import type { Dataset } from '../dataset';
import { VOTES_ADVICE } from './advice';
import { ANSWERS } from './answers';

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

/**
 * The votes for each image of a data set: `[10]` counts, views of the data set's own memory.
 *
 * @throws ExpectationError if it has none
 */
export function votesPerImage(dataset: Pick<Dataset, 'votes'>): Uint8Array[] {
  const votes = votesOf(dataset);
  return Array.from({ length: votes.length / ANSWERS.length }, (_, i) =>
    votes.subarray(i * ANSWERS.length, (i + 1) * ANSWERS.length),
  );
}

/** How many people gave one of some answers. */
export const totalOfVotes = (counts: Uint8Array): number => counts.reduce((sum, count) => sum + count, 0);
