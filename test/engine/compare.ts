import { tf, useFastTraining, type Precision } from '../../src/lib/engine/index';

/** The precisions to test here: bfloat16 is promised where 'auto' chooses it. */
export const PRECISIONS: readonly Precision[] = (() => {
  const fast = useFastTraining({ precision: 'auto' });
  fast();
  return fast.precision === 'bfloat16' ? ['float32', 'bfloat16'] : ['float32'];
})();

/** Largest difference between two arrays, in units of the largest magnitude in the expected one. */
export function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Infinity;
  let difference = 0;
  let magnitude = 0;
  for (let i = 0; i < expected.length; i++) {
    if (!Number.isFinite(found[i])) return Infinity;
    difference = Math.max(difference, Math.abs(found[i] - expected[i]));
    magnitude = Math.max(magnitude, Math.abs(expected[i]));
  }
  return difference / Math.max(magnitude, 1e-12);
}

/** Runs `work` with fast training on, and undoes it whatever happens. */
export function withFastTraining<Result>(precision: Precision, work: () => Result): Result {
  const fast = useFastTraining({ precision, seed: 1 });
  try {
    return work();
  } finally {
    fast();
  }
}

/**
 * The value of `f` at the inputs, and its gradients under a fixed random weighting of the output.
 */
export function valueAndGradients(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
): Float32Array[] {
  return tf.tidy(() => {
    const value = f(...inputs);
    const weighting = tf.randomNormal(value.shape, 0, 1, 'float32', 99);
    const gradients = tf.grads(f)(inputs, weighting);
    return [value, ...gradients].map((tensor) => tensor.dataSync<'float32'>());
  });
}

/** Errors of the value and of the worst gradient of `f`, fast against stock. */
export function compareWithStock(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  { inputs, precision = 'float32' }: { inputs: tf.Tensor[]; precision?: Precision },
): { forward: number; gradient: number } {
  const [value, ...gradients] = valueAndGradients(f, inputs);
  const [fastValue, ...fastGradients] = withFastTraining(precision, () => valueAndGradients(f, inputs));
  return {
    forward: relativeError(fastValue, value),
    gradient: Math.max(...fastGradients.map((gradient, i) => relativeError(gradient, gradients[i]))),
  };
}
