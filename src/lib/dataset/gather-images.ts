import { IMAGE_BYTES } from './dataset';

/**
 * Copies the images at these indices, one after another, `[indices.length * 48 * 48]`.
 *
 * @example const pixels = gatherImages(dataset.images, [4, 0]);
 */
export function gatherImages(images: Uint8Array, indices: ArrayLike<number>): Uint8Array {
  const pixels = new Uint8Array(indices.length * IMAGE_BYTES);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i] * IMAGE_BYTES;
    pixels.set(images.subarray(start, start + IMAGE_BYTES), i * IMAGE_BYTES);
  }
  return pixels;
}
