/**
 * The value below which the given part of the values lies, between two neighbours by their distance.
 *
 * @param {number[]} values at least one, in any order
 * @param {number} part 0 to 1
 * @example quantile([1, 2, 3, 4], 0.5) // 2.5
 */
export function quantile(values, part) {
  if (values.length === 0) throw new Error('Expected values to be at least one number but found none.');
  const sorted = [...values].sort((a, b) => a - b);
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/** The value in the middle: {@link quantile} at a half. */
export const median = (values) => quantile(values, 0.5);

/**
 * What a benchmark says of a contender's rounds: the median, the lowest and the highest.
 *
 * @example spread([3, 1, 2]) // { value: 2, low: 1, high: 3, rounds: [3, 1, 2] }
 */
export function spread(rounds) {
  return { value: median(rounds), low: Math.min(...rounds), high: Math.max(...rounds), rounds };
}
