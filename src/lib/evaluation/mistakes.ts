import type { Dataset } from '../dataset/dataset';
import { mostConfident, type Prediction } from './most-confident';

/** An image that the model misclassified. */
export type Mistake = Prediction;

/**
 * The images that the model misclassified, most confident first. Some of them will have wrong
 * labels.
 *
 * @param probabilities `[n * classes]` for the data set's n images
 * @throws ExpectationError when there is not one probability of each class for each image
 * @example const worst = findMistakes(tests, probabilities, { count: 20 });
 */
export function findMistakes(
  dataset: Dataset,
  probabilities: ArrayLike<number>,
  { count = 20 }: { count?: number } = {},
): Mistake[] {
  return mostConfident(dataset, probabilities, { right: false, count });
}
