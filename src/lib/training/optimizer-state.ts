import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/** A tensor with a name, as tfjs passes gradients and an optimizer's state around (it does not export the type). */
export type NamedTensor = Awaited<ReturnType<tf.Optimizer['getWeights']>>[number];

/** A variable for what an optimizer keeps of a weight, before its first step. */
export function zerosLike(variable: tf.Variable): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
}

/**
 * Makes sure that an optimizer's state is one of these weights.
 *
 * @param options whose state it is and which weights they are, for the error
 * @throws ExpectationError when a shape is another
 */
export function checkState(
  kept: readonly tf.Tensor[],
  weights: readonly tf.Tensor[],
  { optimizer, of }: { optimizer: string; of: string },
): void {
  const show = (tensors: readonly tf.Tensor[]) => tensors.map(({ shape }) => `[${shape.join()}]`).join(' ');
  const [found, expected] = [show(kept), show(weights)];
  if (found === expected) return;
  throw expectation(`${optimizer}'s state`, {
    expectation: `of the shapes of the model's ${of}, ${expected}`,
    found,
    advice: 'It was saved by another model or an older version: start the training anew.',
  });
}
