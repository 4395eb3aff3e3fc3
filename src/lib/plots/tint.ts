import { IMAGE_SIZE } from '../dataset/dataset';
import { colorsOf, type ColorScale } from './color-scale';

/** How {@link tint} reads its numbers. */
export interface TintOptions {
  /** Rows and columns of the numbers. */
  height: number;
  width: number;
  scale: ColorScale;
  /** The numbers that the scale's ends stand for. */
  low: number;
  high: number;
}

/**
 * A small field of numbers as a picture that `imageGrid` shows: `[48 * 48 * 3]` red, green and blue, each number a
 * rectangle of its colour, without smoothing.
 *
 * @param values `[height * width]`, row after row
 * @example tint(kernel, { height: 3, width: 3, scale: DIVERGING, low: -1, high: 1 });
 */
export function tint(
  values: ArrayLike<number>,
  { height, width, scale, low, high }: TintOptions,
): Float32Array {
  const colorOf = colorsOf(scale);
  const picture = new Float32Array(IMAGE_SIZE * IMAGE_SIZE * 3);
  const shares = Float32Array.from(values, (value) => (high > low ? (value - low) / (high - low) : 0));
  const colors = Array.from(shares, colorOf);
  for (let row = 0; row < IMAGE_SIZE; row++)
    for (let column = 0; column < IMAGE_SIZE; column++) {
      const [y, x] = [Math.floor((row * height) / IMAGE_SIZE), Math.floor((column * width) / IMAGE_SIZE)];
      picture.set(colors[y * width + x], (row * IMAGE_SIZE + column) * 3);
    }
  return picture;
}
