import {
  type Dataset,
  EMOTIONS,
  oneHot,
  scoreVotes,
  selectSplit,
  voteShares,
  type VoteScores,
} from '../../../src/lib/index';

/**
 * Scores a contender's probabilities against FER+'s votes for privateTest, with the library's
 * function.
 *
 * @param tests the images of both tests, with votes
 * @param probabilities `[n * 7]` for these, in the order of `EMOTIONS`
 * @example const { seven } = scoreOnVotes(tests, probabilities);
 */
export function scoreOnVotes(tests: Dataset, probabilities: Float32Array): VoteScores {
  const isScored = (i: number) => tests.splits[Math.floor(i / EMOTIONS.length)] === 'privateTest';
  return scoreVotes(
    selectSplit(tests, 'privateTest'),
    probabilities.filter((_, i) => isScored(i)),
  );
}

/**
 * What to hold those scores against: the scores of FER-2013's own labels, each as a probability of
 * 1, and of the shares of the votes.
 *
 * @param tests with the data set's own labels, and votes
 * @example const { labels, votes } = scoreReferences(tests);
 */
export function scoreReferences(tests: Dataset): Record<'labels' | 'votes', VoteScores> {
  return { labels: scoreOnVotes(tests, oneHot(tests.labels)), votes: scoreOnVotes(tests, voteShares(tests)) };
}
