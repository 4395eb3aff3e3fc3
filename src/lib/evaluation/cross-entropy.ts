import { EMOTIONS } from '../emotions';
import { assertProbabilities } from './assert-probabilities';
import { logProbability } from './log-probability';

/**
 * The mean cross-entropy of labels and probabilities, in nats: 1.946 for a model that gives all seven
 * emotions the same probability.
 *
 * @param probabilities `[n * 7]` values 0 to 1 for the `[n]` labels
 * @throws ExpectationError when there are not seven probabilities for each label
 * @example crossEntropy(tests.labels, await predict(model, tests))
 */
export function crossEntropy(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  assertProbabilities(labels, probabilities);
  let sum = 0;
  for (let i = 0; i < labels.length; i++)
    sum -= logProbability(probabilities[i * EMOTIONS.length + labels[i]]);
  return sum / labels.length;
}
