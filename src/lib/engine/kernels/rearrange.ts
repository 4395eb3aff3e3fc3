import type { tf } from '../tensorflow';
import { matrixHandle, vectorHandle } from '../native/constants';
import { attribute, DataType } from '../native/binding';
import { runTyped } from './run-typed';

/** The same values in another shape; one size may be -1, what is left for it. */
export function toShape(x: tf.TensorInfo, shape: readonly number[], type: DataType): tf.Tensor {
  return runTyped('Reshape', {
    type,
    attributes: [attribute.type('Tshape', DataType.int32)],
    inputs: [x, vectorHandle(shape)],
  });
}

/** Zeros before and after each dimension. */
export function padded(
  x: tf.TensorInfo,
  paddings: readonly (readonly [number, number])[],
  type: DataType,
): tf.Tensor {
  return runTyped('Pad', {
    type,
    attributes: [attribute.type('Tpaddings', DataType.int32)],
    inputs: [x, matrixHandle(paddings)],
  });
}
