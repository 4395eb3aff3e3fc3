import { IMAGE_BYTES, IMAGE_SIZE } from '../dataset/dataset';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/** The images of {@link imageTensor}: `count` of them, starting at `first`. */
interface ImageRange {
  first: number;
  count: number;
  /** If given, the range is one of this list of indices rather than of the images themselves. */
  indices?: ArrayLike<number>;
}

/**
 * Images as the input of a model: `[count, 48, 48, 1]`.
 *
 * @param pixels `[n * 48 * 48]` gray values 0 to 255
 * @throws ExpectationError when an index is out of range
 */
export function imageTensor(pixels: ArrayLike<number>, range: ImageRange): tf.Tensor4D {
  return tf.tensor4d(imageValues(pixels, range), [range.count, IMAGE_SIZE, IMAGE_SIZE, 1]);
}

/** The same as numbers: `[count * 48 * 48]`. */
export function imageValues(pixels: ArrayLike<number>, { first, count, indices }: ImageRange): Float32Array {
  const values = new Float32Array(count * IMAGE_BYTES);
  if (indices) {
    const total = pixels.length / IMAGE_BYTES;
    for (let i = 0; i < count; i++) {
      const index = indices[first + i];
      if (!(Number.isInteger(index) && index >= 0 && index < total))
        throw expectation('an index of an image', {
          expectation: `an integer from 0 to ${total - 1}`,
          found: index,
        });
      values.set(slice(pixels, index, 1), i * IMAGE_BYTES);
    }
  } else {
    values.set(slice(pixels, first, count));
  }
  return values;
}

/** The pixels of `count` images, without copying them if they are in a typed array. */
function slice(pixels: ArrayLike<number>, first: number, count: number): ArrayLike<number> {
  const [start, end] = [first * IMAGE_BYTES, (first + count) * IMAGE_BYTES];
  return pixels instanceof Uint8Array || pixels instanceof Float32Array
    ? pixels.subarray(start, end)
    : Array.prototype.slice.call(pixels, start, end);
}
