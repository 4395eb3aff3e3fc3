import { expectation } from '../errors';
import { countClasses } from './count-classes';
import { predictedLabels } from './predicted-labels';
import { wilsonInterval, type Interval } from './wilson-interval';

/** The remaining predictions when the least confident ones are withheld. */
export interface CoveragePoint {
  /** The lowest confidence of a remaining prediction, 0 to 1. */
  readonly threshold: number;
  /** The number of remaining predictions. */
  readonly kept: number;
  /** The share of images with a remaining prediction, above 0 and up to 1. */
  readonly coverage: number;
  /** The share of these predictions that are correct, 0 to 1. */
  readonly accuracy: number;
  /** The 95 % Wilson interval of the accuracy. */
  readonly interval: Interval;
}

/**
 * How well a model's confidence separates correct predictions from wrong ones: the result of {@link
 * computeRiskCoverage}.
 */
export interface RiskCoverage {
  /** From the most confident predictions to all of them; one point for each distinct confidence. */
  readonly points: readonly CoveragePoint[];
  /** The area under the risk-coverage curve (AURC), 0 to 1: the lower the better. */
  readonly area: number;
  /**
   * The lowest possible area: that with every wrong prediction less confident than every correct
   * one.
   */
  readonly bestArea: number;
}

/**
 * The risk-coverage curve: how the accuracy grows when the least confident predictions are
 * withheld. Predictions of equal confidence are withheld together. The area is the mean, for k = 1
 * to n, of the share of wrong ones among the k most confident predictions, with ties in random
 * order.
 * Source: Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks" (2017),
 * https://arxiv.org/abs/1705.08500; the area: Geifman et al. (2018),
 * https://arxiv.org/abs/1805.08206.
 *
 * @param probabilities `[n * classes]` values 0 to 1 for the `[n]` labels
 * @throws ExpectationError when there are no labels, or not as many probabilities for each
 * @example const { points, area } = computeRiskCoverage(tests.labels, probabilities);
 */
export function computeRiskCoverage(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): RiskCoverage {
  const n = labels.length;
  if (n === 0) throw expectation('labels', { expectation: 'at least one', found: 0 });
  const classes = countClasses(labels, probabilities);
  const predicted = predictedLabels(probabilities, { classes });
  const predictions = Array.from(labels, (label, i) => ({
    confidence: probabilities[i * classes + predicted[i]],
    wrong: predicted[i] === label ? 0 : 1,
  })).sort((a, b) => b.confidence - a.confidence);

  const points: CoveragePoint[] = [];
  let [wrong, kept, risks] = [0, 0, 0];
  while (kept < n) {
    const threshold = predictions[kept].confidence;
    let end = kept + 1;
    while (end < n && predictions[end].confidence === threshold) end++;
    const wrongHere = predictions.slice(kept, end).reduce((sum, own) => sum + own.wrong, 0);
    for (let k = 1; k <= end - kept; k++) risks += (wrong + (k * wrongHere) / (end - kept)) / (kept + k);
    wrong += wrongHere;
    kept = end;
    const correct = kept - wrong;
    points.push({
      ...{ threshold, kept, coverage: kept / n, accuracy: correct / kept },
      interval: wilsonInterval(correct, kept),
    });
  }
  let best = 0;
  for (let k = n - wrong + 1; k <= n; k++) best += (k - (n - wrong)) / k;
  return { points, area: risks / n, bestArea: best / n };
}
