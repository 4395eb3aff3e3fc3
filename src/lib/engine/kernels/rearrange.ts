import type { tf } from '../tensorflow';
import { matrixHandle, vectorHandle } from '../constants';
import { attribute, DataType, runNative, type Attribute, type NativeInput } from '../native-op';

/** Runs an op, with one output, on tensors of one element type and on handles of integers. */
export function runTyped(
  name: string,
  {
    type,
    attributes,
    inputs,
  }: { type: DataType; attributes: readonly Attribute[]; inputs: readonly (tf.TensorInfo | number)[] },
): tf.Tensor {
  const operands = inputs.map((input): NativeInput =>
    typeof input === 'number' ? input : { tensor: input, as: type },
  );
  return runNative(name, [attribute.type('T', type), ...attributes], operands);
}

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
