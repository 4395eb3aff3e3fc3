import type { Dataset } from '../dataset/dataset';
import { gatherRows } from '../dataset/gather-images';
import { ANSWERS } from '../dataset/votes/answers';
import { majorityEmotion } from '../dataset/votes/majority-emotion';
import { votesOf, votesPerImage } from '../dataset/votes/votes-per-image';
import { EMOTIONS, type Emotion } from '../emotions';
import { oneHot } from './one-hot';
import { scoreVotes, type MajorityScore, type VoteScores } from './score-votes';

/** How often the labels of one emotion are what FER+'s annotators say. */
export interface EmotionAgreement extends MajorityScore {
  readonly emotion: Emotion;
  /** The probability that a random annotator says the label, 0 to 1. */
  readonly agreement: number;
}

/**
 * How often a data set's labels are what FER+'s annotators say: the scores of a model that answers
 * with the label.
 */
export interface LabelAgreement extends Pick<
  VoteScores,
  'seven' | 'agreement' | 'voterAgreement' | 'majorityAgreement'
> {
  /** By label, in the order of `EMOTIONS`; without emotions that label no image with a majority. */
  readonly emotions: readonly EmotionAgreement[];
}

/**
 * Compares the labels of a data set with FER+'s votes, on the images with a majority for one of the
 * seven emotions.
 *
 * @param dataset with votes and with its own labels; those of `crowdLabels` are the majority
 * @throws ExpectationError when it has no votes, or no image has a majority
 * @example
 * const privateTest = selectSplit(await openDataset(settings), 'privateTest');
 * const { seven, emotions } = labelAgreement(privateTest);
 */
export function labelAgreement(dataset: Pick<Dataset, 'votes' | 'labels'>): LabelAgreement {
  const votes = votesPerImage(dataset);
  /** Of those images, the scores of their labels. */
  const score = (images: readonly number[]) => {
    const labels = Uint8Array.from(images, (image) => dataset.labels[image]);
    const own = gatherRows(votesOf(dataset), { indices: images, length: ANSWERS.length });
    return scoreVotes({ labels, votes: own }, oneHot(labels));
  };
  const images = Array.from(dataset.labels.keys());
  const { seven, agreement, voterAgreement, majorityAgreement } = score(images);
  const decided = images.filter((image) => majorityEmotion(votes[image]) !== undefined);
  const emotions = EMOTIONS.flatMap((emotion, label) => {
    const own = decided.filter((image) => dataset.labels[image] === label);
    if (own.length === 0) return [];
    const scores = score(own);
    return [{ emotion, ...scores.seven, agreement: scores.agreement }];
  });
  return { seven, agreement, voterAgreement, majorityAgreement, emotions };
}
