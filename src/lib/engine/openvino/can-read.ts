import { gradientDepth, isProfiled, onNativeBackend } from '../kernels/call';
import { tf } from '../tensorflow';

/** Whether nobody wants to see TensorFlow's ops: no gradient, no profile and no other backend. */
export const isPlainCall = (): boolean => onNativeBackend() && gradientDepth() === 0 && !isProfiled();

/** Whether OpenVINO can be given a tensor's values. */
export function canRead(images: unknown): images is tf.Tensor {
  return isPlainCall() && images instanceof tf.Tensor && images.dtype === 'float32' && images.rank === 4;
}

/** Whether all numbers are finite, unless their sum is too large for one. */
export function areFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return Number.isFinite(sum);
}
