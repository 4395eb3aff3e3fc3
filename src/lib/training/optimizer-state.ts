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
    advice: 'It was saved by another model or an older version: start the training over.',
  });
}

/**
 * Makes sure that the tensors of a saved state are those of an optimizer: `iter`, then for each ending as many names with it,
 * of the same weights.
 *
 * @throws ExpectationError when they are others, or in another order
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
