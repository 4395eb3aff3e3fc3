import { IMAGE_BYTES } from './dataset';

/**
 * Copies the images at these indices, one after another, `[indices.length * 48 * 48]`.
 *
 * @example const pixels = gatherImages(dataset.images, [4, 0]);
 */
export function gatherImages(images: Uint8Array, indices: ArrayLike<number>): Uint8Array {
  return gatherRows(images, { indices, length: IMAGE_BYTES });
}

/** Which rows {@link gatherRows} copies, and how many numbers a row has. */
interface Rows {
  indices: ArrayLike<number>;
  length: number;
}

/** Copies the rows at these indices, one after another. */
export function gatherRows(rows: Uint8Array, { indices, length }: Rows): Uint8Array;
export function gatherRows(rows: Float32Array, { indices, length }: Rows): Float32Array;
export function gatherRows(
  rows: Uint8Array | Float32Array,
  { indices, length }: Rows,
): Uint8Array | Float32Array {
  const size = indices.length * length;
  const gathered = rows instanceof Float32Array ? new Float32Array(size) : new Uint8Array(size);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i] * length;
    gathered.set(rows.subarray(start, start + length), i * length);
  }
  return gathered;
}
