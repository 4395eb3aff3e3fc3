import { EMOTIONS } from '../emotions';
import { assertProbabilities } from './assert-probabilities';
import { logProbability } from './log-probability';

/**
 * The mean cross-entropy of labels and probabilities, in nats: 1.946 for a model that gives all seven
 * emotions the same probability.
 *
 * @param probabilities `[n * 7]` values 0 to 1 for the `[n]` labels
 * @param options
 * @param options.labelDistributions `[n * 7]` a distribution over the emotions for each image in
 *   place of its label
 * @throws ExpectationError when there are not seven probabilities for each label
 * @example crossEntropy(tests.labels, await predict(model, tests))
 */
export function crossEntropy(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { labelDistributions }: { labelDistributions?: ArrayLike<number> | null } = {},
): number {
  assertProbabilities(labels, probabilities);
  if (labelDistributions) assertProbabilities(labels, labelDistributions);
  let sum = 0;
  if (labelDistributions)
    for (let i = 0; i < labelDistributions.length; i++)
      sum -= labelDistributions[i] * logProbability(probabilities[i]);
  else
    for (let i = 0; i < labels.length; i++)
      sum -= logProbability(probabilities[i * EMOTIONS.length + labels[i]]);
  return sum / labels.length;
}
