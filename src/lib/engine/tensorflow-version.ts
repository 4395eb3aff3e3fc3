import { tf } from './tensorflow';

/**
 * The version of the TensorFlow library that tfjs-node was built on, such as `2.21.0`; undefined on another backend.
 *
 * @example console.log(tensorflowVersion());
 */
export function tensorflowVersion(): string | undefined {
  const { binding } = tf.backend() as unknown as { binding?: { TF_Version?: string } };
  return binding?.TF_Version;
}
