import { tf } from '../tensorflow';
import { castHandle, nativeBackend, release, type Output, type TensorEntry } from './native-op';

/**
 * An op that has not run yet, in the hope that the next one takes it over: a bias before a normalization costs nothing,
 * a ReLU before a max pool a quarter. Whoever else wants the tensor gets it computed first, so that nobody can tell.
 */
export interface Deferred {
  kind: 'bias' | 'convolution' | 'normalization' | 'normalized convolution' | 'pool gradient' | 'relu';
  /** Handles that the op needs, owned by it. */
  handles: number[];
  /** Runs the op and gives its one output. */
  run(): Output;
}

const waiting = new Set<TensorEntry>();

/** A second handle of the same buffer, which outlives the tensor it was taken from. */
export function alias(id: number, dtype: number): number {
  const attributes = [{ name: 'T', type: 4, value: dtype }];
  return nativeBackend().binding.executeOp('Identity', attributes, [id], 1)[0].id;
}

/** The same as {@link alias}, of the same values in another type where that is asked for. */
export function ownHandle(id: number, { from, to }: { from: number; to: number }): number {
  return from === to ? alias(id, to) : castHandle(id, from, to);
}

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
