import { IMAGE_BYTES } from './dataset';

/**
 * Copies the images at these indices, one after another, `[indices.length * 48 * 48]`.
 *
 * @example const pixels = gatherImages(dataset.images, [4, 0]);
 */
export function gatherImages(images: Uint8Array, indices: ArrayLike<number>): Uint8Array {
  return gatherRows(images, { indices, length: IMAGE_BYTES });
}

/** Copies the rows at these indices, one after another; a row has `length` bytes. */
export function gatherRows(
  rows: Uint8Array,
  { indices, length }: { indices: ArrayLike<number>; length: number },
): Uint8Array {
  const gathered = new Uint8Array(indices.length * length);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i] * length;
    gathered.set(rows.subarray(start, start + length), i * length);
  }
  return gathered;
}
