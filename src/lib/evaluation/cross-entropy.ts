import { countClasses } from './count-classes';
import { logProbability } from './log-probability';

/**
 * The mean cross-entropy of labels and probabilities, in nats: 1.946 for a model that gives all seven
 * emotions the same probability.
 *
 * @param probabilities `[n * classes]` values 0 to 1 for the `[n]` labels
 * @param options
 * @param options.labelDistributions `[n * classes]` a distribution over the classes for each image in
 *   place of its label
 * @throws ExpectationError when there are not as many probabilities for each label
 * @example crossEntropy(tests.labels, await predict(model, tests))
 */
export function crossEntropy(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { labelDistributions }: { labelDistributions?: ArrayLike<number> | null } = {},
): number {
  const classes = countClasses(labels, probabilities);
  if (labelDistributions) countClasses(labels, labelDistributions, { classes });
  let sum = 0;
  if (labelDistributions)
    for (let i = 0; i < labelDistributions.length; i++)
      sum -= labelDistributions[i] * logProbability(probabilities[i]);
  else for (let i = 0; i < labels.length; i++) sum -= logProbability(probabilities[i * classes + labels[i]]);
  return sum / labels.length;
}
