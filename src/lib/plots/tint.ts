import { IMAGE_SIZE } from '../dataset/dataset';
import { colorsOf, type ColorScale } from './color-scale';

/** Options of {@link tint}. */
export interface TintOptions {
  /** Rows and columns of the array. */
  height: number;
  width: number;
  scale: ColorScale;
  /** The values at the ends of the scale. */
  low: number;
  high: number;
}

/**
 * Renders a small 2D array as an image for `imageGrid`: `[48 * 48 * 3]` red, green and blue. Each
 * value becomes a rectangle of its colour, without smoothing.
 *
 * @param values `[height * width]`, row after row
 * @example tint(kernel, { height: 3, width: 3, scale: DIVERGING, low: -1, high: 1 });
 */
export function tint(
  values: ArrayLike<number>,
  { height, width, scale, low, high }: TintOptions,
): Float32Array {
  const colorOf = colorsOf(scale);
  const image = new Float32Array(IMAGE_SIZE * IMAGE_SIZE * 3);
  const shares = Float32Array.from(values, (value) => (high > low ? (value - low) / (high - low) : 0));
  const colors = Array.from(shares, colorOf);
  for (let row = 0; row < IMAGE_SIZE; row++)
    for (let column = 0; column < IMAGE_SIZE; column++) {
      const [y, x] = [Math.floor((row * height) / IMAGE_SIZE), Math.floor((column * width) / IMAGE_SIZE)];
      image.set(colors[y * width + x], (row * IMAGE_SIZE + column) * 3);
    }
  return image;
}
