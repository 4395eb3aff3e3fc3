import { IMAGE_BYTES } from './dataset';

/**
 * Images one after another, `[n * 48 * 48]`: the input of `predict`.
 *
 * @param images each `[48 * 48]` gray values 0 to 255
 * @example const probabilities = await predict(model, concatImages([face, picture]));
 */
export function concatImages(images: readonly Uint8Array[]): Uint8Array {
  const pixels = new Uint8Array(images.length * IMAGE_BYTES);
  images.forEach((image, i) => pixels.set(image, i * IMAGE_BYTES));
  return pixels;
}
