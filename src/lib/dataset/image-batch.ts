import { assertPixels } from './assert-pixels';

/**
 * Images for a model: their pixels, `[n * 48 * 48]` gray values 0 to 255, image after image, row
 * after row; or an object that holds them as `images`, such as a `Dataset`.
 */
export type ImageBatch = ArrayLike<number> | { readonly images: ArrayLike<number> };

/**
 * The pixels of a batch of images, `[n * 48 * 48]`.
 *
 * @throws ExpectationError when they are not whole images or one of them is not a number from 0
 *   to 255 (NaN is not)
 * @example const count = pixelsOf(dataset).length / IMAGE_BYTES;
 */
export function pixelsOf(images: ImageBatch): ArrayLike<number> {
  const pixels = 'images' in images ? images.images : images;
  assertPixels(pixels, { name: 'images' in images ? "the data set's images" : 'pixels' });
  return pixels;
}
