import type { Dataset } from '../dataset/dataset';
import { majorityOf, paperMajorityOf } from '../dataset/votes/majority';
import { majorityEmotion } from '../dataset/votes/majority-emotion';
import { voteShares } from '../dataset/votes/vote-shares';
import { totalOfVotes, votesPerImage } from '../dataset/votes/votes-per-image';
import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import { countClasses } from './count-classes';
import { logProbability } from './log-probability';
import { predictedLabels } from './predicted-labels';
import { wilsonInterval, type Interval } from './wilson-interval';

/** How often a model names the answer of the majority. */
export interface MajorityScore {
  /** Images with a majority. */
  readonly n: number;
  readonly correct: number;
  /** `correct / n`, 0 to 1. */
  readonly accuracy: number;
  /** The 95 % Wilson interval of the accuracy. */
  readonly interval: Interval;
}

/** How well a model predicts what FER+'s annotators see: the result of {@link scoreVotes}. */
export interface VoteScores {
  /** On the images whose majority is one of the seven emotions. All values below are on these, too. */
  readonly seven: MajorityScore;
  /** On these and those whose majority is contempt, which the model cannot name. */
  readonly eight: MajorityScore;
  /** By the paper's protocol, with contempt: see `paperMajorityOf`. */
  readonly paper: MajorityScore;
  /** The probability that a random annotator gives the model's answer, 0 to 1. */
  readonly agreement: number;
  /** The probability that two random annotators give the same answer: what a person reaches. */
  readonly voterAgreement: number;
  /** The same for the majority's answer and a random annotator: the most that anybody can reach. */
  readonly majorityAgreement: number;
  /** The mean cross-entropy of the votes for the seven emotions and the model's probabilities, in nats. */
  readonly crossEntropy: number;
  /** The mean entropy of these votes, in nats: the lowest possible cross-entropy. */
  readonly voteEntropy: number;
  /**
   * The mean Brier score against the shares of these votes: the sum of the squared differences of the
   * seven probabilities, 0 to 2.
   */
  readonly brier: number;
}

/**
 * Scores predictions against FER+'s votes. These are another task than FER-2013's labels: scores on
 * the two are not comparable.
 *
 * @param dataset with votes, see `loadVotes`; all images of a split, since the three majorities leave
 *   out different ones
 * @param probabilities `[n * 7]`
 * @throws ExpectationError when the data set has no votes, there are not seven probabilities for each
 *   image, or no image has a majority
 * @example
 * const privateTest = selectSplit(await openDataset(settings), 'privateTest');
 * const { seven, agreement } = scoreVotes(privateTest, await predict(model, privateTest));
 */
export function scoreVotes(
  dataset: Pick<Dataset, 'votes' | 'labels'>,
  probabilities: ArrayLike<number>,
): VoteScores {
  const images = votesPerImage(dataset);
  countClasses(dataset.labels, probabilities, { classes: EMOTIONS.length, what: 'images' });
  const predicted = predictedLabels(probabilities);
  const shares = voteShares(dataset);
  const seven = majorityScore(images.map(majorityEmotion), { predicted, answers: EMOTIONS.length });
  const scored = Array.from(images.keys()).filter((i) => majorityEmotion(images[i]) !== undefined);
  const mean = (of: (image: number) => number) =>
    scored.reduce((sum, image) => sum + of(image), 0) / scored.length;
  const meanOfClasses = (of: (share: number, probability: number) => number) =>
    mean((image) =>
      EMOTIONS.reduce((sum, _, label) => {
        const at = image * EMOTIONS.length + label;
        return sum + of(shares[at], probabilities[at]);
      }, 0),
    );
  return {
    seven,
    eight: majorityScore(images.map(majorityOf), { predicted, answers: EMOTIONS.length + 1 }),
    paper: majorityScore(images.map(paperMajorityOf), { predicted, answers: EMOTIONS.length + 1 }),
    agreement: mean((image) => images[image][predicted[image]] / totalOfVotes(images[image])),
    voterAgreement: mean((image) => agreementOfTwo(images[image])),
    majorityAgreement: mean((image) => Math.max(...images[image]) / totalOfVotes(images[image])),
    crossEntropy: meanOfClasses((share, p) => -share * logProbability(p)),
    voteEntropy: meanOfClasses((share) => (share > 0 ? -share * Math.log(share) : 0)),
    brier: meanOfClasses((share, p) => (share - p) ** 2),
  };
}

/**
 * What the paper of FER+ reports by its protocol (Barsoum et al. 2016, table 1): VGG13, trained from
 * scratch by drawing each label from the votes; the mean of several trainings.
 */
export const VGG13_ACCURACY = 0.8499;

/** On the images whose majority is one of the first `answers` answers. */
function majorityScore(
  majorities: readonly (number | undefined)[],
  { predicted, answers }: { predicted: Uint8Array; answers: number },
): MajorityScore {
  const scored = Array.from(majorities.keys()).filter((i) => (majorities[i] ?? answers) < answers);
  const n = scored.length;
  if (n === 0)
    throw expectation("the data set's votes", {
      expectation: 'a majority for at least one image',
      found: `none for ${majorities.length} images`,
    });
  const correct = scored.filter((i) => predicted[i] === majorities[i]).length;
  return { n, correct, accuracy: correct / n, interval: wilsonInterval(correct, n) };
}

/** The probability that two different annotators of an image give the same answer. */
function agreementOfTwo(counts: Uint8Array): number {
  const total = totalOfVotes(counts);
  return total < 2 ? 1 : counts.reduce((sum, count) => sum + count * (count - 1), 0) / (total * (total - 1));
}
