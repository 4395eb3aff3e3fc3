import { tf } from '../tensorflow';
import { storedType } from '../native/bfloat16';
import { alias, attribute, DataType } from '../native/binding';
import { vectorHandle } from '../native/constants';
import { deferredTensor } from '../native/deferred';
import { entryOf, executeNative } from '../native/native-op';
import type { Deferred } from '../native/tensor-entry';

/** A deferred broadcast, which a following sum makes unnecessary: it broadcasts by itself. */
export interface DeferredBroadcast extends Deferred {
  kind: 'broadcast';
  /** Handle of what is broadcast. */
  x: number;
  /** The broadcast's shape. A reshaped tensor has the same data, but not the same broadcast. */
  shape: readonly number[];
}

/**
 * Returns `x` repeated along its dimensions of 1 to a shape, computed on demand. TensorFlow's Tile
 * takes many times as long as the sum that usually follows.
 *
 * @param shape has as many dimensions as `x`
 */
export function deferBroadcast(x: tf.TensorInfo, shape: number[]): tf.Tensor {
  const type = storedType(x);
  const id = alias(entryOf(x).id, type);
  const repeats = shape.map((size, axis) => size / x.shape[axis]);
  const attributes = [attribute.type('T', type), attribute.type('Tmultiples', DataType.int32)];
  const deferred: DeferredBroadcast = {
    ...{ kind: 'broadcast', handles: [id], x: id, shape },
    run: () => executeNative('Tile', attributes, [id, vectorHandle(repeats)])[0],
  };
  return deferredTensor(deferred, { shape, dtype: type });
}
