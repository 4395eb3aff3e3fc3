import { tf } from '../tensorflow';
import { vectorHandle } from '../native/constants';
import { attribute, DataType } from '../native/binding';
import { padded, toShape } from './rearrange';
import { runTyped } from './run-typed';

/**
 * Joins `count` images at a time side by side into a wide one, with zeros to the right of each.
 *
 * @param x `[batch, height, width, channels]`
 * @param options
 * @param options.count a divisor of the batch size
 * @param options.gap columns of zeros after each image
 * @returns `[batch / count, height, count * (width + gap), channels]` in `type`
 */
export function concatAlongWidth(
  x: tf.TensorInfo,
  { count, gap, type }: { count: number; gap: number; type: DataType },
): tf.Tensor {
  const [batch, height, width, channels] = x.shape;
  return tf.tidy(() => {
    const spaced = padded(
      x,
      [
        [0, 0],
        [0, 0],
        [0, gap],
        [0, 0],
      ],
      type,
    );
    const rows = toShape(spaced, [batch / count, count, height, (width + gap) * channels], type);
    const joined = runTyped('Transpose', {
      type,
      attributes: [attribute.type('Tperm', DataType.int32)],
      inputs: [rows, vectorHandle([0, 2, 1, 3])],
    });
    return toShape(joined, [batch / count, height, count * (width + gap), channels], type);
  });
}
