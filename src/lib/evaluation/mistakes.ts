import type { Dataset, Split } from '../dataset/dataset';
import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import { predictedLabels } from './predicted-labels';

/** An image that the model took for another emotion. */
export interface Mistake {
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

/**
 * The images that the model told wrong, those it was surest of first. Some of them will be wrong labels.
 *
 * @param probabilities `[n * 7]` for the data set's n images
 * @throws {ExpectationError} when there are not seven probabilities for each image
 * @example const worst = mistakes(tests, probabilities, { count: 20 });
 */
export function mistakes(
  dataset: Dataset,
  probabilities: ArrayLike<number>,
  { count = 20 }: { count?: number } = {},
): Mistake[] {
  const { labels, names, splits } = dataset;
  const classes = EMOTIONS.length;
  if (probabilities.length !== labels.length * classes) {
    throw expectation('probabilities', {
      expectation: `${classes} for each of the ${labels.length} images (${labels.length * classes})`,
      found: probabilities.length,
    });
  }
  const found: Mistake[] = [];
  predictedLabels(probabilities).forEach((predicted, index) => {
    const label = labels[index];
    if (predicted === label) return;
    const confidence = probabilities[index * classes + predicted];
    found.push({ index, name: names[index], split: splits[index], label, predicted, confidence });
  });
  // sort() keeps the order of equals, so the same probabilities always give the same list.
  return found.sort((a, b) => b.confidence - a.confidence).slice(0, count);
}
