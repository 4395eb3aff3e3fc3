import { EMOTIONS } from '../emotions';
import { assertPairs } from './assert-pairs';

/**
 * The number of images of each true emotion (rows) predicted as each emotion (columns): `[7][7]`
 * counts in the order of `EMOTIONS`.
 *
 * @throws ExpectationError when labels and predictions are not emotions, or their numbers differ
 * @example const matrix = confusionMatrix(tests.labels, predictedLabels(probabilities));
 */
export function confusionMatrix(labels: ArrayLike<number>, predicted: ArrayLike<number>): number[][] {
  assertPairs(labels, predicted);
  const matrix = EMOTIONS.map(() => EMOTIONS.map(() => 0));
  for (let i = 0; i < labels.length; i++) matrix[labels[i]][predicted[i]]++;
  return matrix;
}
