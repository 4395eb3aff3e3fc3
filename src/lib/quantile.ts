import { expectation } from './errors';

/**
 * The value below which a share of the values lies, interpolated between its two neighbours.
 *
 * @param values in any order
 * @param share 0 to 1
 * @throws ExpectationError without a value
 * @example quantile([1, 2, 3, 4], 0.5) // 2.5
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw expectation('values', { expectation: 'at least one number', found: 'none' });
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const before = Math.floor(place);
  const after = Math.ceil(place);
  return sorted[before] + (sorted[after] - sorted[before]) * (place - before);
}
