import type { Dataset, Split } from '../dataset/dataset';
import { EMOTIONS } from '../emotions';
import { assertProbabilities } from './assert-probabilities';
import { predictedLabels } from './predicted-labels';

/** A model's prediction for an image. */
export interface Prediction {
  /** The image's index in the data set. */
  readonly index: number;
  readonly name: string;
  readonly split: Split;
  /** The true emotion, an index into `EMOTIONS`. */
  readonly label: number;
  /** The predicted emotion, an index into `EMOTIONS`. */
  readonly predicted: number;
  /** The probability of the predicted emotion, 0 to 1. */
  readonly confidence: number;
}

/** Which predictions {@link mostConfident} lists. */
export interface MostConfidentOptions {
  /** Whether to list correct predictions or wrong ones. */
  right: boolean;
  /** The most predictions for images of one emotion. */
  perEmotion?: number;
  /** The most predictions in total. */
  count?: number;
}

/**
 * The correct or the wrong predictions of a model, most confident first. With `perEmotion` they are
 * grouped by true emotion, in the order of `EMOTIONS`.
 *
 * @param probabilities `[n * 7]` for the data set's n images
 * @throws ExpectationError when there are not seven probabilities for each image
 * @example const oneOfEach = mostConfident(tests, probabilities, { right: true, perEmotion: 1 });
 */
export function mostConfident(
  dataset: Dataset,
  probabilities: ArrayLike<number>,
  { right, perEmotion, count = Infinity }: MostConfidentOptions,
): Prediction[] {
  const { labels, names, splits } = dataset;
  assertProbabilities(labels, probabilities, 'images');
  const found: Prediction[] = [];
  predictedLabels(probabilities).forEach((predicted, index) => {
    const label = labels[index];
    if ((predicted === label) !== right) return;
    const confidence = probabilities[index * EMOTIONS.length + predicted];
    found.push({ index, name: names[index], split: splits[index], label, predicted, confidence });
  });
  // sort() is stable, so the same probabilities always give the same list.
  found.sort((a, b) => b.confidence - a.confidence);
  const chosen =
    perEmotion === undefined
      ? found
      : EMOTIONS.flatMap((_, label) => found.filter((own) => own.label === label).slice(0, perEmotion));
  return chosen.slice(0, count);
}
