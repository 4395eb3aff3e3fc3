import { IMAGE_BYTES, type Dataset } from './dataset';

/**
 * The contrast of each image: `[n]` standard deviations of its 2,304 pixels, from 0 for a plain
 * gray image to 127.5 for one that is half black and half white.
 *
 * @example const flat = contrast(dataset).findIndex((deviation) => deviation === 0);
 */
export function contrast({ images, labels }: Pick<Dataset, 'images' | 'labels'>): Float32Array {
  const deviations = new Float32Array(labels.length);
  for (let i = 0; i < deviations.length; i++) {
    let sum = 0;
    let squares = 0;
    for (let p = i * IMAGE_BYTES, end = p + IMAGE_BYTES; p < end; p++) {
      sum += images[p];
      squares += images[p] * images[p];
    }
    // Both sums are integers far below 2^53, so the difference is exact.
    deviations[i] = Math.sqrt(squares * IMAGE_BYTES - sum * sum) / IMAGE_BYTES;
  }
  return deviations;
}
