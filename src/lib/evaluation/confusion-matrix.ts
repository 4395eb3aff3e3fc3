import { countOf, type Classes } from '../classes';
import { EMOTIONS } from '../emotions';
import { assertPairs } from './assert-pairs';

/**
 * The number of images of each true class (rows) predicted as each class (columns):
 * `[classes][classes]` counts in the order of the labels.
 *
 * @param labels `[n]`
 * @param predicted `[n]`
 * @param options
 * @param options.classes the classes, or how many there are
 * @throws ExpectationError when labels and predictions are not classes, or their numbers differ
 * @example const matrix = confusionMatrix(tests.labels, predictedLabels(probabilities));
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  { classes = EMOTIONS }: { classes?: Classes } = {},
): number[][] {
  const count = countOf(classes);
  assertPairs(labels, predicted, { classes: count });
  const matrix = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  for (let i = 0; i < labels.length; i++) matrix[labels[i]][predicted[i]]++;
  return matrix;
}
