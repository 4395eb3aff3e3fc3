import type { Dataset } from '../dataset/dataset';
import { mostConfident, type Answer } from './most-confident';

/** An image that the model took for another emotion. */
export type Mistake = Answer;

/**
 * The images that the model told wrong, those it was surest of first. Some of them will be wrong labels.
 *
 * @param probabilities `[n * 7]` for the data set's n images
 * @throws {ExpectationError} when there are not seven probabilities for each image
 * @example const worst = findMistakes(tests, probabilities, { count: 20 });
 */
export function findMistakes(
  dataset: Dataset,
  probabilities: ArrayLike<number>,
  { count = 20 }: { count?: number } = {},
): Mistake[] {
  return mostConfident(dataset, probabilities, { right: false, count });
}
