/**
 * The path of the first number in a value that is not finite; undefined if all are.
 *
 * @example findNotFinite({ scores: [1, NaN] }); // 'scores.1'
 */
export function findNotFinite(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : path.join('.') || 'the value';
  if (typeof value !== 'object' || value === null) return undefined;
  if (ArrayBuffer.isView(value)) {
    const index = (value as Float32Array).findIndex?.((number) => !Number.isFinite(number)) ?? -1;
    return index < 0 ? undefined : [...path, String(index)].join('.');
  }
  for (const [key, inside] of Object.entries(value)) {
    const found = findNotFinite(inside, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
