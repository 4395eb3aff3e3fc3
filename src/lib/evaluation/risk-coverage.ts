import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import { assertProbabilities } from './assert-probabilities';
import { predictedLabels } from './predicted-labels';
import { wilsonInterval, type Interval } from './wilson-interval';

/** What is left when the least confident answers are withheld. */
export interface CoveragePoint {
  /** The least confidence of an answer that is given, 0 to 1. */
  readonly threshold: number;
  /** Answers given. */
  readonly kept: number;
  /** The share of the images that gets an answer, above 0 and up to 1. */
  readonly coverage: number;
  /** The share of these answers that are right, 0 to 1. */
  readonly accuracy: number;
  /** The 95 % Wilson interval of the accuracy. */
  readonly interval: Interval;
}

/** Whether a model knows when it does not know: what {@link computeRiskCoverage} gives. */
export interface RiskCoverage {
  /** From the most confident answers to all of them; one point for each confidence that occurs. */
  readonly points: readonly CoveragePoint[];
  /** The area under the share of wrong answers over coverage (AURC), 0 to 1: the lower the better. */
  readonly area: number;
  /** The same area if every wrong answer were less confident than every right one: the least there can be. */
  readonly bestArea: number;
}

/**
 * How the accuracy grows when the answers that a model is least sure of are withheld. Answers of equal confidence go
 * together; for the area, the mean over the share of wrong ones among the k most confident answers for k = 1 to n, they
 * count as if in random order.
 * Source: Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks" (2017),
 * https://arxiv.org/abs/1705.08500; the area: Geifman et al. (2018), https://arxiv.org/abs/1805.08206.
 *
 * @param probabilities `[n * 7]` values 0 to 1 for the `[n]` labels
 * @throws {ExpectationError} when there are no labels, or not seven probabilities for each
 * @example const { points, area } = computeRiskCoverage(tests.labels, probabilities);
 */
export function computeRiskCoverage(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): RiskCoverage {
  const n = labels.length;
  if (n === 0) throw expectation('labels', { expectation: 'at least one', found: 0 });
  assertProbabilities(labels, probabilities);
  const predicted = predictedLabels(probabilities);
  const answers = Array.from(labels, (label, i) => ({
    confidence: probabilities[i * EMOTIONS.length + predicted[i]],
    wrong: predicted[i] === label ? 0 : 1,
  })).sort((a, b) => b.confidence - a.confidence);

  const points: CoveragePoint[] = [];
  let [wrong, kept, risks] = [0, 0, 0];
  while (kept < n) {
    const threshold = answers[kept].confidence;
    let end = kept + 1;
    while (end < n && answers[end].confidence === threshold) end++;
    const wrongHere = answers.slice(kept, end).reduce((sum, answer) => sum + answer.wrong, 0);
    for (let k = 1; k <= end - kept; k++) risks += (wrong + (k * wrongHere) / (end - kept)) / (kept + k);
    wrong += wrongHere;
    kept = end;
    const right = kept - wrong;
    points.push({
      ...{ threshold, kept, coverage: kept / n, accuracy: right / kept },
      interval: wilsonInterval(right, kept),
    });
  }
  let best = 0;
  for (let k = n - wrong + 1; k <= n; k++) best += (k - (n - wrong)) / k;
  return { points, area: risks / n, bestArea: best / n };
}
