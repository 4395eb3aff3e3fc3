import { tf } from '../tensorflow';
import { nativeBackend } from '../native/binding';
import { BACKEND } from '../native/patch';

/** A kernel's inputs and attributes with the types it knows them to have; tfjs types them all alike. */
export interface KernelCall {
  inputs: Record<string, tf.TensorInfo>;
  attrs: Record<string, unknown>;
  backend: unknown;
}

/** Whether tfjs takes a tensor for float32. */
export function isFloat(...tensors: readonly tf.TensorInfo[]): boolean {
  return tensors.every((tensor) => tensor.dtype === 'float32');
}

/** Runs a kernel on the tape of tfjs. */
export function runKernel<Result extends tf.Tensor | tf.Tensor[] = tf.Tensor>(
  name: string,
  inputs: Record<string, tf.Tensor>,
  attrs: Record<string, unknown> = {},
): Result {
  return tf.engine().runKernel<Result>(name, inputs, attrs as tf.NamedAttrMap);
}

interface EngineState {
  gradientDepth: number;
  profiling: boolean;
}

function engineState(): EngineState {
  return (tf.engine() as unknown as { state: EngineState }).state;
}

/** How many gradients are being taken, one around the other; the engine's own ops know first derivatives only. */
export function gradientDepth(): number {
  return engineState().gradientDepth;
}

/** Whether tf.profile() is listening to each kernel. */
export function isProfiled(): boolean {
  return engineState().profiling;
}

/** Whether the native backend, the only one the engine's kernels are for, is the current one. */
export function onNativeBackend(): boolean {
  return tf.getBackend() === BACKEND;
}

/** A kernel's result that is its input. */
export function sameData(x: tf.TensorInfo): tf.TensorInfo {
  nativeBackend().incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}
