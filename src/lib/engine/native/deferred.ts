import type { tf } from '../tensorflow';
import { nativeBackend, release } from './binding';
import type { Deferred, TensorEntry } from './tensor-entry';

const waiting = new Set<TensorEntry>();

/** Creates a tensor whose op has not run yet. */
export function deferredTensor(
  deferred: Deferred,
  { shape, dtype }: { shape: number[]; dtype: number },
): tf.Tensor {
  const backend = nativeBackend();
  // A negative handle means "nothing to delete" to the backend.
  const tensor = backend.createOutputTensor({ id: -1, shape, dtype });
  const entry = backend.tensorMap.get(tensor.dataId);
  entry.deferred = deferred;
  waiting.add(entry);
  return tensor;
}

/** Returns the pending op of a tensor, if there is one. */
export function deferredOf(tensor: tf.TensorInfo): Deferred | undefined {
  return nativeBackend().tensorMap.get(tensor.dataId).deferred;
}

/** Runs the pending op of an entry. */
export function computeDeferred(entry: TensorEntry): void {
  if (!entry.deferred) return;
  entry.id = entry.deferred.run().id;
  discardDeferred(entry);
}

/** Drops the pending op of an entry without running it. */
export function discardDeferred(entry: TensorEntry): void {
  if (!entry.deferred) return;
  release(...entry.deferred.handles);
  entry.deferred = undefined;
  waiting.delete(entry);
}

/** Runs all pending ops. */
export function computeAllDeferred(): void {
  for (const entry of [...waiting]) computeDeferred(entry);
}
