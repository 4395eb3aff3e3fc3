import { assertPairs } from './assert-pairs';

/**
 * The share of images whose predicted emotion is the true one, 0 to 1; NaN when there are no images.
 *
 * @throws {ExpectationError} when there are not as many predictions as labels
 * @example accuracy(tests.labels, predictedLabels(probabilities));
 */
export function accuracy(labels: ArrayLike<number>, predicted: ArrayLike<number>): number {
  assertPairs(labels, predicted);
  let correct = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === predicted[i]) correct++;
  return correct / labels.length;
}
