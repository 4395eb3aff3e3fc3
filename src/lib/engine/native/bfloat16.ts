import { tf } from '../tensorflow';
import { castHandle, DataType, nativeBackend } from './binding';
import { discardDeferred, computeDeferred, computeAllDeferred } from './deferred';
import type { TensorEntry } from './tensor-entry';
import { dropState } from './tensor-state';
import { patchMethod, undoAll, type Undo } from './patch';

/** Tensors that are float32 to tfjs but bfloat16 in TensorFlow. None outlives fast training. */
const narrow = new Set<TensorEntry>();

/** Converts such a tensor to a true float32 one, in place. The conversion is exact. */
function widen(entry: TensorEntry): void {
  const id = castHandle(entry.id, DataType.bfloat16, DataType.float32);
  nativeBackend().binding.deleteTensor(entry.id);
  entry.id = id;
  entry.dtype = DataType.float32;
  narrow.delete(entry);
}

/**
 * Returns the element type in which TensorFlow stores a tensor: bfloat16 for the output of a
 * bfloat16 kernel, float32 for other floats.
 */
export function storedType(tensor: tf.TensorInfo): DataType {
  return nativeBackend().tensorMap.get(tensor.dataId).dtype as DataType;
}

/** Returns the same tensor, stored as float32 from now on. */
export function widened<T extends tf.Tensor>(tensor: T): T {
  nativeBackend().getInputTensorIds([tensor]);
  return tensor;
}

/**
 * Adds deferred tensors (deferred.ts) and bfloat16 tensors to a backend that knows neither. Both
 * are float32 to tfjs. The engine's kernels exchange them as they are; before anything else touches
 * one (a stock kernel, a read), it is computed and widened. So a block of layers stays in bfloat16
 * from end to end, and no other code needs to know.
 */
export function admitBfloat16(): Undo {
  const backend = nativeBackend();
  const undos = [
    patchMethod(backend, 'createOutputTensor', (stock) => (output) => {
      if (output.dtype !== (DataType.bfloat16 as number)) return stock.call(backend, output);
      const tensor = stock.call(backend, { ...output, dtype: DataType.float32 });
      const entry = backend.tensorMap.get(tensor.dataId);
      entry.dtype = DataType.bfloat16;
      narrow.add(entry);
      return tensor;
    }),
    patchMethod(backend, 'getInputTensorIds', (stock) => (tensors) => {
      for (const tensor of tensors) {
        // tfjs-node also passes Int64Scalars here, which have no dataId.
        const entry = tensor.dataId && backend.tensorMap.get(tensor.dataId);
        if (entry) computeDeferred(entry);
        if (entry && entry.dtype === (DataType.bfloat16 as number)) widen(entry);
      }
      return stock.call(backend, tensors);
    }),
    patchMethod(backend, 'readSync', (stock) => (dataId) => {
      const entry = backend.tensorMap.has(dataId) ? backend.tensorMap.get(dataId) : undefined;
      if (entry) computeDeferred(entry);
      if (entry?.dtype === DataType.bfloat16) widen(entry);
      return stock.call(backend, dataId);
    }),
    patchMethod(backend, 'disposeData', (stock) => (dataId, force) => {
      const entry = backend.tensorMap.has(dataId) ? backend.tensorMap.get(dataId) : undefined;
      const gone = stock.call(backend, dataId, force);
      if (entry && gone) {
        narrow.delete(entry);
        discardDeferred(entry);
        dropState(entry);
      }
      return gone;
    }),
  ];
  return () => {
    computeAllDeferred();
    for (const entry of [...narrow]) widen(entry);
    undoAll(undos);
  };
}
