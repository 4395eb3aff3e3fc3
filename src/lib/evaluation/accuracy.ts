import { assertPairs } from './assert-pairs';

/**
 * The share of images whose predicted class is the true one, 0 to 1; NaN without images.
 *
 * @throws ExpectationError when the numbers of predictions and labels differ
 * @example accuracy(tests.labels, predictedLabels(probabilities));
 */
export function accuracy(labels: ArrayLike<number>, predicted: ArrayLike<number>): number {
  assertPairs(labels, predicted);
  let correct = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === predicted[i]) correct++;
  return correct / labels.length;
}
