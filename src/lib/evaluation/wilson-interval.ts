import { expectation } from '../errors';

/** The bounds of a proportion, each 0 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 97.5th percentile of the standard normal distribution: 95 % of the distribution lies between
 * it and its negative.
 */
const Z_95 = 1.959963984540054;

/**
 * The Wilson score interval of a proportion: the confidence interval of the accuracy, at 95 % by
 * default, if `correct` of `total` randomly drawn images were classified correctly. Unlike the
 * normal approximation p ± z·√(p(1−p)/n), it is valid for few images and near 0 and 1.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference"
 * (1927).
 *
 * @throws ExpectationError when correct is not from 0 to total, or total is 0
 * @example wilsonInterval(2257, 3589); // { low: 0.613, high: 0.645 } to three digits
 */
export function wilsonInterval(correct: number, total: number, { z = Z_95 }: { z?: number } = {}): Interval {
  if (!(total > 0)) throw expectation('total', { expectation: 'greater than 0', found: total });
  if (!(correct >= 0 && correct <= total)) {
    throw expectation('correct', { expectation: `from 0 to ${total}`, found: correct });
  }
  const share = correct / total;
  const scale = 1 + z ** 2 / total;
  const centre = (share + z ** 2 / (2 * total)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / total + (z / (2 * total)) ** 2)) / scale;
  // Rounding can exceed 0 and 1 by one part in 10^17.
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
