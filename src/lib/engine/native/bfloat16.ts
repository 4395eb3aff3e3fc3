import { tf } from '../tensorflow';
import { castHandle, DataType, nativeBackend } from './binding';
import { abandon, settle, settleAll } from './deferred';
import type { TensorEntry } from './tensor-entry';
import { dropState } from './tensor-state';
import { patchMethod, undoAll, type Undo } from './patch';

/** Tensors that tfjs takes for float32 while TensorFlow holds them in bfloat16; none outlives fast training. */
const narrow = new Set<TensorEntry>();

/** Turns such a tensor into a true float32 one, in place; no bit of the values is lost. */
function widen(entry: TensorEntry): void {
  const id = castHandle(entry.id, DataType.bfloat16, DataType.float32);
  nativeBackend().binding.deleteTensor(entry.id);
  entry.id = id;
  entry.dtype = DataType.float32;
  narrow.delete(entry);
}

/**
 * The element type TensorFlow holds a tensor in: bfloat16 for what a bfloat16 kernel made, float32 for other floats.
 */
export function storedType(tensor: tf.TensorInfo): DataType {
  return nativeBackend().tensorMap.get(tensor.dataId).dtype as DataType;
}

/** The same tensor, held in float32 from now on. */
export function widened<T extends tf.Tensor>(tensor: T): T {
  nativeBackend().getInputTensorIds([tensor]);
  return tensor;
}

/**
 * Lets deferred tensors (deferred.ts) and bfloat16 ones live in a backend that has no such type: they are float32 to tfjs, the engine's kernels hand
 * them to each other as they are, and whatever else touches one (a stock kernel, a read) finds it widened first. So
 * a block of layers stays in bfloat16 from end to end, and nothing outside has to know.
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
        // An Int64Scalar, the other thing tfjs-node passes here, has no dataId.
        const entry = tensor.dataId && backend.tensorMap.get(tensor.dataId);
        if (entry) settle(entry);
        if (entry && entry.dtype === (DataType.bfloat16 as number)) widen(entry);
      }
      return stock.call(backend, tensors);
    }),
    patchMethod(backend, 'readSync', (stock) => (dataId) => {
      const entry = backend.tensorMap.has(dataId) ? backend.tensorMap.get(dataId) : undefined;
      if (entry) settle(entry);
      if (entry?.dtype === DataType.bfloat16) widen(entry);
      return stock.call(backend, dataId);
    }),
    patchMethod(backend, 'disposeData', (stock) => (dataId, force) => {
      const entry = backend.tensorMap.has(dataId) ? backend.tensorMap.get(dataId) : undefined;
      const gone = stock.call(backend, dataId, force);
      if (entry && gone) {
        narrow.delete(entry);
        abandon(entry);
        dropState(entry);
      }
      return gone;
    }),
  ];
  return () => {
    settleAll();
    for (const entry of [...narrow]) widen(entry);
    undoAll(undos);
  };
}
