import { EMOTIONS } from '../emotions';
import { assertPairs } from './assert-pairs';

/**
 * How many images of each true emotion (rows) were taken for each emotion (columns): `[7][7]` counts in the order of
 * `EMOTIONS`.
 *
 * @throws {ExpectationError} when labels and predictions do not belong together
 * @example const matrix = confusionMatrix(tests.labels, predictedLabels(probabilities));
 */
export function confusionMatrix(labels: ArrayLike<number>, predicted: ArrayLike<number>): number[][] {
  assertPairs(labels, predicted);
  const matrix = EMOTIONS.map(() => EMOTIONS.map(() => 0));
  for (let i = 0; i < labels.length; i++) matrix[labels[i]][predicted[i]]++;
  return matrix;
}
