import { IMAGE_BYTES, type Dataset } from './dataset';

/**
 * The brightness of each image: `[n]` means of its pixels, 0 (black) to 255 (white).
 *
 * @example const means = brightness(dataset); // means[0] is the first image's
 */
export function brightness({ images, labels }: Pick<Dataset, 'images' | 'labels'>): Float32Array {
  const means = new Float32Array(labels.length);
  for (let i = 0; i < means.length; i++) {
    let sum = 0;
    for (let p = i * IMAGE_BYTES, end = p + IMAGE_BYTES; p < end; p++) sum += images[p];
    means[i] = sum / IMAGE_BYTES;
  }
  return means;
}
