import { tf } from '../../../src/lib/engine/index';
import { normalizeByBatch } from '../../../src/lib/engine/kernels/batch-normalization';
import { entryOf } from '../../../src/lib/engine/native/native-op';
import { provide, traceOps } from '../../../src/lib/engine/native/trace';

/**
 * Traces a convolution, a training normalization, what follows it, and the gradient of the first
 * result.
 *
 * @returns the results and the gradient, also by their handles, and the trace
 */
export function traceBlock(x: tf.Tensor4D, follow: (y: tf.Tensor4D) => tf.Tensor[]) {
  const { result: tensors, trace } = traceOps(() => {
    const entry = entryOf(x);
    provide({ handles: () => [entryOf(x).id] }, { handles: [entry.id], outputs: [entry] });
    const channels = x.shape[3];
    const [scale, offset] = [tf.linspace(0.5, 1.5, channels), tf.linspace(-1, 1, channels)];
    const results: tf.Tensor[] = [];
    const gradient = tf.grad((input) => {
      // Its result has the precision of fast training.
      const convolved = tf.conv2d(input as tf.Tensor4D, tf.ones([1, 1, channels, channels]), 1, 'same');
      const [y] = normalizeByBatch(convolved, { scale, offset, epsilon: 1e-3 });
      results.push(...follow(y).map((tensor) => tf.keep(tensor)));
      return results[0];
    })(x);
    return [...results, gradient];
  });
  return { tensors, trace, outputs: tensors.map((tensor) => entryOf(tensor).id) };
}
