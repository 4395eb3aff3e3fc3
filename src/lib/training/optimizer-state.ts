import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * A named tensor, as tfjs passes gradients and optimizer states around (tfjs does not export the
 * type).
 */
export type NamedTensor = Awaited<ReturnType<tf.Optimizer['getWeights']>>[number];

/** Creates a variable of zeros for an optimizer's state of a weight. */
export function zerosLike(variable: tf.Variable): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
}

/**
 * Checks that an optimizer's state fits these weights.
 *
 * @param kept the state's tensors
 * @param weights
 * @param options the optimizer and the kind of weights, for the error
 * @throws ExpectationError if a shape differs
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
    expectation: `in the shapes of the model's ${of}, ${expected}`,
    found,
    advice: 'It was saved by another model or an older version: start the training over.',
  });
}

/**
 * Checks that the tensors of a saved state are those of an optimizer: `iter`, then one name per
 * weight for each of the endings, with the weights in the same order.
 *
 * @throws ExpectationError if names differ or are in another order
 */
export function checkNames(
  names: readonly string[],
  { optimizer, endings }: { optimizer: string; endings: readonly string[] },
): void {
  const [first, ...rest] = names;
  const count = rest.length / endings.length;
  const weightOf = (i: number) => rest[i].slice(0, -endings[0].length);
  const wrong = rest.find((name, i) => {
    const ending = endings[Math.floor(i / count)];
    return !`/${name}`.endsWith(ending) || weightOf(i) !== weightOf(i % count);
  });
  if (first === 'iter' && Number.isInteger(count) && wrong === undefined) return;
  throw expectation(`the saved state of ${optimizer}`, {
    expectation: `iter, then ${endings.map((ending) => `…${ending}`).join(' and ')} of every weight`,
    found: names.length === 0 ? 'no tensors' : (wrong ?? names.slice(0, 3).join(', ')),
    advice: 'It was saved by another optimizer: compile the model with that one, or without a state.',
  });
}
