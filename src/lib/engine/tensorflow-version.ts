import { tf } from './tensorflow';

/**
 * Returns the version of the TensorFlow library that tfjs-node was built with, such as `2.21.0`, or
 * undefined on another backend.
 *
 * @example console.log(tensorflowVersion());
 */
export function tensorflowVersion(): string | undefined {
  const { binding } = tf.backend() as unknown as { binding?: { TF_Version?: string } };
  return binding?.TF_Version;
}
