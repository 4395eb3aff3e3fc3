import { expectation } from '../errors';
import { quantile } from '../quantile';

/** The ends of a distribution: what {@link findOutliers} gives. */
export interface Outliers {
  /** The indices of the smallest values, the smallest first. */
  readonly lowest: readonly number[];
  /** The indices of the greatest values, the greatest first. */
  readonly highest: readonly number[];
  /** Tukey's fences: 1.5 interquartile ranges under the lower quartile and above the upper one. */
  readonly fences: { readonly low: number; readonly high: number };
  /** How many values lie below the lower fence. */
  readonly below: number;
  /** How many values lie above the upper fence. */
  readonly above: number;
}

/**
 * The values at both ends, as indices, and how many of all values lie outside of Tukey's fences. Of equal values the
 * earlier comes first. Quartiles are interpolated linearly, as NumPy's are.
 * Source: J. W. Tukey, "Exploratory Data Analysis" (1977), chapter 2.
 *
 * @param values one a picture, as `brightness` and `contrast` give them
 * @param options
 * @param options.count indices at each end; fewer where there are fewer values
 * @throws ExpectationError when there are no values, or one is not a number, or the count is not a positive integer
 * @example const { lowest: darkest } = findOutliers(brightness(dataset), { count: 8 });
 */
export function findOutliers(values: ArrayLike<number>, { count = 8 }: { count?: number } = {}): Outliers {
  if (values.length === 0) throw expectation('values', { expectation: 'at least one', found: 0 });
  if (!Number.isInteger(count) || count < 1)
    throw expectation('count', { expectation: 'an integer greater than 0', found: count });
  const strange = Array.from(values).findIndex((value) => !Number.isFinite(value));
  if (strange >= 0)
    throw expectation(`value ${strange}`, { expectation: 'a finite number', found: values[strange] });
  // sort() keeps the order of equals, so the same values always give the same indices.
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const descending = Array.from(values, (_, i) => i).sort((a, b) => values[b] - values[a]);
  const sorted = order.map((i) => values[i]);
  const [lower, upper] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const reach = 1.5 * (upper - lower);
  const fences = { low: lower - reach, high: upper + reach };
  return {
    lowest: order.slice(0, count),
    highest: descending.slice(0, count),
    fences,
    below: sorted.filter((value) => value < fences.low).length,
    above: sorted.filter((value) => value > fences.high).length,
  };
}
