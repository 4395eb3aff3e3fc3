import type { Dataset, Split } from '../dataset/dataset';
import { EMOTIONS } from '../emotions';
import { assertProbabilities } from './assert-probabilities';
import { predictedLabels } from './predicted-labels';

/** What a model said of an image. */
export interface Answer {
  /** The image's index in the data set. */
  readonly index: number;
  readonly name: string;
  readonly split: Split;
  /** The true emotion, an index into `EMOTIONS`. */
  readonly label: number;
  /** The emotion it was taken for, an index into `EMOTIONS`. */
  readonly predicted: number;
  /** The probability of the emotion it was taken for, 0 to 1. */
  readonly confidence: number;
}

/** Which answers {@link mostConfident} lists. */
export interface MostConfidentOptions {
  /** Whether the answers are the right ones or the wrong ones. */
  right: boolean;
  /** Answers at most for images of one emotion. */
  perEmotion?: number;
  /** Answers at most in all. */
  count?: number;
}

/**
 * The right or the wrong answers of a model, those it was surest of first. With `perEmotion` they come emotion by
 * emotion, in the order of `EMOTIONS`.
 *
 * @param probabilities `[n * 7]` for the data set's n images
 * @throws {ExpectationError} when there are not seven probabilities for each image
 * @example const oneOfEach = mostConfident(tests, probabilities, { right: true, perEmotion: 1 });
 */
export function mostConfident(
  dataset: Dataset,
  probabilities: ArrayLike<number>,
  { right, perEmotion, count = Infinity }: MostConfidentOptions,
): Answer[] {
  const { labels, names, splits } = dataset;
  assertProbabilities(labels, probabilities, 'images');
  const found: Answer[] = [];
  predictedLabels(probabilities).forEach((predicted, index) => {
    const label = labels[index];
    if ((predicted === label) !== right) return;
    const confidence = probabilities[index * EMOTIONS.length + predicted];
    found.push({ index, name: names[index], split: splits[index], label, predicted, confidence });
  });
  // sort() keeps the order of equals, so the same probabilities always give the same list.
  found.sort((a, b) => b.confidence - a.confidence);
  const chosen =
    perEmotion === undefined
      ? found
      : EMOTIONS.flatMap((_, label) => found.filter((answer) => answer.label === label).slice(0, perEmotion));
  return chosen.slice(0, count);
}
