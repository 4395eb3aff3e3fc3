/** A point of the canvas: x to the right, y down. */
export type Point = readonly [number, number];

/**
 * Formats a number for SVG with at most two decimals, so that the text is short and the same on
 * every machine.
 *
 * @example decimal(1 / 3); // '0.33'
 */
export function decimal(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

const pair = ([x, y]: Point) => `${decimal(x)} ${decimal(y)}`;

/**
 * The path data of a smooth curve through all points: a Catmull-Rom spline as cubic Bézier curves.
 * Source: Catmull and Rom 1974, "A class of local interpolating splines".
 *
 * @param points two or more points
 * @param options `closed`: whether the curve returns to its first point
 * @example smooth([[0, 0], [10, 5], [20, 0]]);
 */
export function smooth(points: readonly Point[], { closed = false } = {}): string {
  const count = points.length;
  const at = (i: number) =>
    closed ? points[(i + count) % count] : points[Math.min(count - 1, Math.max(0, i))];
  let path = `M${pair(at(0))}`;
  for (let i = 0; i < (closed ? count : count - 1); i++) {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const first: Point = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
    const second: Point = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
    path += `C${pair(first)} ${pair(second)} ${pair(to)}`;
  }
  return closed ? `${path}Z` : path;
}
