import type { tf } from '../tensorflow';
import { attribute, type Attribute, type DataType } from '../native/binding';
import { type NativeInput, runNative } from '../native/native-op';

/**
 * Runs an op with one output on tensors of one element type. Handles of integers are passed as they
 * are.
 */
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
