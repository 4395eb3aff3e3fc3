/**
 * A number with three significant figures: `1234`, `123`, `12.3`, `1.23`, `0.123`.
 *
 * @example significantFigures(0.01234) // '0.0123'
 */
export function significantFigures(value: number): string {
  if (value >= 100) return value.toFixed(0);
  const decimals = 2 - Math.floor(Math.log10(Math.abs(value) || 1));
  return value.toFixed(Math.min(Math.max(decimals, 0), 4));
}
