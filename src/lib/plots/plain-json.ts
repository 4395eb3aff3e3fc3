/**
 * A copy as plain JSON: typed arrays as arrays, NaN as null.
 *
 * @example plainJson({ y: Float32Array.of(1, NaN) }); // { y: [1, null] }
 */
export function plainJson(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, part: unknown) =>
      ArrayBuffer.isView(part) && !(part instanceof DataView) ? Array.from(part as Float32Array) : part,
    ),
  );
}
