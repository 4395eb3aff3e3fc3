import type { tf } from '../tensorflow';
import { castHandle, nativeBackend, type Attribute, type DataType } from './binding';
import { computeDeferred } from './deferred';
import type { Output, TensorEntry } from './tensor-entry';

/**
 * An op's input: a raw handle, or a tensor with the element type that the op expects (it is cast if
 * it has another).
 */
export type NativeInput = number | { tensor: tf.TensorInfo; as: DataType };

/**
 * Returns the backend's entry of a tensor. Its data have been computed and written to TensorFlow.
 */
export function entryOf(tensor: tf.TensorInfo): TensorEntry {
  const backend = nativeBackend();
  const entry = backend.tensorMap.get(tensor.dataId);
  computeDeferred(entry);
  if (entry.values != null) {
    entry.id = backend.binding.createTensor(entry.shape, entry.dtype, entry.values);
    entry.values = null;
  }
  return entry;
}

/**
 * Runs a TensorFlow op by name and returns raw outputs. The caller owns them: wrap each with
 * {@link toTensor} or free it with {@link release}.
 *
 * @example
 * const T = attribute.type('T', DataType.float32);
 * executeNative('Relu', [T], [{ tensor: x, as: DataType.float32 }]);
 */
export function executeNative(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly NativeInput[],
  outputs = 1,
): Output[] {
  const { binding } = nativeBackend();
  const temporary: number[] = [];
  const ids = inputs.map((input) => {
    if (typeof input === 'number') return input;
    const entry = entryOf(input.tensor);
    if (entry.dtype === input.as) return entry.id;
    const cast = castHandle(entry.id, entry.dtype, input.as);
    temporary.push(cast);
    return cast;
  });
  try {
    return binding.executeOp(name, attributes, ids, outputs);
  } finally {
    temporary.forEach((id) => binding.deleteTensor(id));
  }
}

/** Runs an op with a single output and wraps the output in a tensor. */
export function runNative(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly NativeInput[],
): tf.Tensor {
  return toTensor(executeNative(name, attributes, inputs)[0]);
}

/** Wraps an output in a tensor that tfjs tracks and disposes. */
export function toTensor(output: Output): tf.Tensor {
  return nativeBackend().createOutputTensor(output);
}
