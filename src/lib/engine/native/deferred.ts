import type { tf } from '../tensorflow';
import { nativeBackend, release } from './binding';
import type { Deferred, TensorEntry } from './tensor-entry';

const waiting = new Set<TensorEntry>();

/** A tensor whose op waits. */
export function deferredTensor(
  deferred: Deferred,
  { shape, dtype }: { shape: number[]; dtype: number },
): tf.Tensor {
  const backend = nativeBackend();
  // The backend takes a negative handle for "nothing to delete".
  const tensor = backend.createOutputTensor({ id: -1, shape, dtype });
  const entry = backend.tensorMap.get(tensor.dataId);
  entry.deferred = deferred;
  waiting.add(entry);
  return tensor;
}

/** What a tensor waits for, if it does. */
export function deferredOf(tensor: tf.TensorInfo): Deferred | undefined {
  return nativeBackend().tensorMap.get(tensor.dataId).deferred;
}

/** Runs what an entry waits for. */
export function settle(entry: TensorEntry): void {
  if (!entry.deferred) return;
  entry.id = entry.deferred.run().id;
  abandon(entry);
}

/** Lets go of what an entry waits for without running it. */
export function abandon(entry: TensorEntry): void {
  if (!entry.deferred) return;
  release(...entry.deferred.handles);
  entry.deferred = undefined;
  waiting.delete(entry);
}

/** Runs everything that waits. */
export function settleAll(): void {
  for (const entry of [...waiting]) settle(entry);
}
