import { crossEntropy } from './cross-entropy';
import { applyTemperature, fitTemperature } from './temperature';

/**
 * The mean cross-entropy of probabilities at the temperature that suits them best, in nats. It
 * compares what networks know, and not how confident they are.
 *
 * @param probabilities `[n * classes]` values 0 to 1 for the `[n]` labels
 * @param options
 * @param options.labelDistributions `[n * classes]` see {@link fitTemperature}
 * @throws ExpectationError when there are no labels, or not as many probabilities for each
 * @example calibratedCrossEntropy(publicTest.labels, await predict(model, publicTest))
 */
export function calibratedCrossEntropy(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { labelDistributions }: { labelDistributions?: ArrayLike<number> | null } = {},
): number {
  const temperature = fitTemperature(labels, probabilities, { labelDistributions });
  const classes = probabilities.length / labels.length;
  return crossEntropy(labels, applyTemperature(probabilities, { temperature, classes }), {
    labelDistributions,
  });
}
