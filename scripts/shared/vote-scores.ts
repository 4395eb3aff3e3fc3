import { formatCount } from '../../src/lib/format';
import type { VoteScores } from '../../src/lib/evaluation/index';
import { withInterval } from './comparison-words';
import { percent } from './percent';

/** The columns of these scores, by their heads. */
export const VOTE_COLUMNS = {
  seven: 'majority, %',
  eight: 'with contempt, %',
  paper: 'by the paper, %',
  agreement: 'agreement, %',
  crossEntropy: 'cross-entropy',
  brier: 'Brier score',
} as const;

/**
 * The cells of these scores, by their columns' heads.
 *
 * @example voteCells(scores)['majority, %'] // '73.28 (71.76–74.75)'
 */
export function voteCells(scores: VoteScores): Record<string, string> {
  return {
    [VOTE_COLUMNS.seven]: withInterval(scores.seven),
    [VOTE_COLUMNS.eight]: withInterval(scores.eight),
    [VOTE_COLUMNS.paper]: withInterval(scores.paper),
    [VOTE_COLUMNS.agreement]: percent(scores.agreement),
    [VOTE_COLUMNS.crossEntropy]: scores.crossEntropy.toFixed(3),
    [VOTE_COLUMNS.brier]: scores.brier.toFixed(3),
  };
}

/** What the columns mean, in sentences, with how many images each counts. */
export const voteColumnsText = ({ seven, eight, paper }: VoteScores): string =>
  `"Majority" counts the ${formatCount(seven.n)} images of privateTest whose votes have one of the seven emotions ahead of every other answer; "with contempt" adds those with contempt ahead, which nobody here can name (${formatCount(eight.n)} together); "by the paper" drops answers that a single annotator gave, takes for a majority more than half of the others, and keeps contempt (${formatCount(paper.n)} images). These have their 95 % intervals. "Agreement" is the probability that a random annotator of an image gave the system's answer; cross-entropy (in nats) and Brier score (0 to 2) compare its probabilities with the shares of the seven emotions in the votes; these three are on the ${formatCount(seven.n)} images.`;
