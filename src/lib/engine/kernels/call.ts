import { tf } from '../tensorflow';
import { nativeBackend } from '../native/binding';
import { BACKEND } from '../native/patch';

/** A kernel's inputs and attributes, typed more precisely than by tfjs. */
export interface KernelCall {
  inputs: Record<string, tf.TensorInfo>;
  attrs: Record<string, unknown>;
  backend: unknown;
}

/** Whether all tensors are float32 to tfjs. */
export function isFloat(...tensors: readonly tf.TensorInfo[]): boolean {
  return tensors.every((tensor) => tensor.dtype === 'float32');
}

/** Runs a kernel and records it on tfjs' gradient tape. */
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

/**
 * Returns how many nested gradients are being computed. The engine's own ops support first
 * derivatives only.
 */
export function gradientDepth(): number {
  return engineState().gradientDepth;
}

/** Whether tf.profile() is active. */
export function isProfiled(): boolean {
  return engineState().profiling;
}

/** Whether the native backend is the current one. The engine's kernels work on no other. */
export function onNativeBackend(): boolean {
  return tf.getBackend() === BACKEND;
}

/** Returns a kernel's input as its result. */
export function sameData(x: tf.TensorInfo): tf.TensorInfo {
  nativeBackend().incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}
