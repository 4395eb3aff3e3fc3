import type { tf } from '../tensorflow';
import { matrixHandle, vectorHandle } from '../native/constants';
import { attribute, DataType } from '../native/binding';
import { runTyped } from './run-typed';

/** Reshapes a tensor. One size may be -1, which is inferred. */
export function toShape(x: tf.TensorInfo, shape: readonly number[], type: DataType): tf.Tensor {
  return runTyped('Reshape', {
    type,
    attributes: [attribute.type('Tshape', DataType.int32)],
    inputs: [x, vectorHandle(shape)],
  });
}

/** Pads each dimension with zeros, before and after. */
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
