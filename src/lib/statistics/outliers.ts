import { expectation } from '../errors';
import { quantile } from '../quantile';

/** The result of {@link findOutliers}. */
export interface Outliers {
  /** Indices of the smallest values, smallest first. */
  readonly lowest: readonly number[];
  /** Indices of the largest values, largest first. */
  readonly highest: readonly number[];
  /**
   * Tukey's fences: 1.5 interquartile ranges below the lower quartile and above the upper quartile.
   */
  readonly fences: { readonly low: number; readonly high: number };
  /** Number of values below the lower fence. */
  readonly below: number;
  /** Number of values above the upper fence. */
  readonly above: number;
}

/**
 * Finds the values at both ends and counts those outside Tukey's fences. Equal values keep their
 * order. Quartiles are interpolated linearly, as in NumPy. Source: J. W. Tukey, "Exploratory Data
 * Analysis" (1977), chapter 2.
 *
 * @param values one per image, as from `brightness` and `contrast`
 * @param options
 * @param options.count number of indices at each end; fewer if there are fewer values
 * @throws ExpectationError if there are no values, a value is not finite, or the count is not a
 *   positive integer
 * @example const { lowest: darkest } = findOutliers(brightness(dataset), { count: 8 });
 */
export function findOutliers(values: ArrayLike<number>, { count = 8 }: { count?: number } = {}): Outliers {
  if (values.length === 0) throw expectation('values', { expectation: 'at least one', found: 0 });
  if (!Number.isInteger(count) || count < 1)
    throw expectation('count', { expectation: 'an integer greater than 0', found: count });
  const invalid = Array.from(values).findIndex((value) => !Number.isFinite(value));
  if (invalid >= 0)
    throw expectation(`value ${invalid}`, { expectation: 'a finite number', found: values[invalid] });
  // sort() is stable, so the same values always give the same indices.
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
