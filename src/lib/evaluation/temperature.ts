import type { Classes } from '../classes';
import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import { countClasses } from './count-classes';
import { logProbability } from './log-probability';
import { oneHot } from './one-hot';
import { rowLength } from './row-length';

/** The range in which the temperature is searched. */
const [COLDEST, HOTTEST] = [0.05, 20];

/** Bisection steps: enough for more digits than a probability has. */
const HALVINGS = 60;

/**
 * Fits the temperature that calibrates a model's probabilities best (lowest mean cross-entropy):
 * above 1 for an overconfident model, below 1 for an underconfident one. It changes only
 * confidences, not the predicted classes. The logits are recovered from the probabilities: the
 * logarithm gives them up to a constant, which cancels in the softmax.
 * Source: Guo et al., "On Calibration of Modern Neural Networks" (2017), section 4.2,
 * https://arxiv.org/abs/1706.04599.
 *
 * @param probabilities `[n * classes]` values 0 to 1 for the `[n]` labels; not of images that the model
 *   was trained on
 * @param options
 * @param options.labelDistributions `[n * classes]` a distribution over the classes for each image in
 *   place of its label, such as `voteShares`
 * @returns 0.05 to 20; a bound if the optimum is beyond it, for example when every prediction is
 *   correct
 * @throws ExpectationError when there are no labels, or not as many probabilities for each
 * @example const temperature = fitTemperature(publicTest.labels, await predict(model, publicTest));
 */
export function fitTemperature(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { labelDistributions }: { labelDistributions?: ArrayLike<number> | null } = {},
): number {
  if (labels.length === 0) throw expectation('labels', { expectation: 'at least one', found: 0 });
  const classes = countClasses(labels, probabilities);
  if (labelDistributions) countClasses(labels, labelDistributions, { classes });
  const logits = Float64Array.from(probabilities, logProbability);
  const targets = labelDistributions ?? oneHot(labels, { classes });
  // The cross-entropy is convex in 1 / T, so its slope changes sign once. Bisection on a
  // logarithmic scale.
  let [low, high] = [Math.log(1 / HOTTEST), Math.log(1 / COLDEST)];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (slope(logits, targets, { factor: Math.exp(middle), classes }) > 0) high = middle;
    else low = middle;
  }
  return 1 / Math.exp((low + high) / 2);
}

/**
 * The derivative of the cross-entropy with respect to the factor 1 / T: for each image the expected
 * logit minus that of the true class.
 *
 * @param targets `[n * classes]`
 */
function slope(
  logits: Float64Array,
  targets: ArrayLike<number>,
  { factor, classes }: { factor: number; classes: number },
): number {
  let sum = 0;
  for (let start = 0; start < targets.length; start += classes) {
    let highest = -Infinity;
    for (let k = 0; k < classes; k++) highest = Math.max(highest, logits[start + k]);
    let [total, weighted] = [0, 0];
    for (let k = 0; k < classes; k++) {
      const weight = Math.exp(factor * (logits[start + k] - highest));
      total += weight;
      weighted += weight * logits[start + k];
    }
    const expected = weighted / total;
    for (let k = 0; k < classes; k++) sum += targets[start + k] * (expected - logits[start + k]);
  }
  return sum;
}

/**
 * Rescales probabilities with a temperature: softmax(logits / T).
 *
 * @param probabilities `[n * classes]` values 0 to 1
 * @param options
 * @param options.temperature above 0
 * @param options.classes the classes, or how many there are
 * @returns new probabilities, `[n * classes]`
 * @throws ExpectationError when the temperature is not above 0, or there are not as many
 *   probabilities for each image
 * @example const calibrated = applyTemperature(probabilities, { temperature: 1.2 });
 */
export function applyTemperature(
  probabilities: ArrayLike<number>,
  { temperature, classes: namesOrCount = EMOTIONS }: { temperature: number; classes?: Classes },
): Float32Array {
  if (!(temperature > 0)) throw expectation('temperature', { expectation: 'above 0', found: temperature });
  const classes = rowLength(probabilities, namesOrCount);
  const logits = Float64Array.from(probabilities, (p) => logProbability(p) / temperature);
  const result = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const own = logits.subarray(start, start + classes);
    const highest = Math.max(...own);
    const weights = own.map((logit) => Math.exp(logit - highest));
    const total = weights.reduce((a, b) => a + b);
    weights.forEach((weight, k) => (result[start + k] = weight / total));
  }
  return result;
}
