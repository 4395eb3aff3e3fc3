import { tf } from '../tensorflow';
import { vectorHandle } from '../native/constants';
import { attribute, DataType } from '../native/binding';
import { toShape } from './rearrange';
import { runTyped } from './run-typed';

/**
 * Joins `count` images at a time into a wide one, column by column: the first column of each image,
 * then the second of each. So a pixel's neighbours in its own image are `count` columns away.
 *
 * @param x `[batch, height, width, channels]`
 * @param options
 * @param options.count a divisor of the batch size
 * @returns `[batch / count, height, width * count, channels]` in `type`
 */
export function interleaveImages(
  x: tf.TensorInfo,
  { count, type }: { count: number; type: DataType },
): tf.Tensor {
  const [batch, height, width, channels] = x.shape;
  return tf.tidy(() => {
    const images = toShape(x, [batch / count, count, height * width, channels], type);
    const interleaved = runTyped('Transpose', {
      type,
      attributes: [attribute.type('Tperm', DataType.int32)],
      inputs: [images, vectorHandle([0, 2, 1, 3])],
    });
    return toShape(interleaved, [batch / count, height, width * count, channels], type);
  });
}
