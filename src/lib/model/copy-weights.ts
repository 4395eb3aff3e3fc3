import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * Gives a model the weights of another one of the same architecture.
 *
 * @throws ExpectationError when the other one's weights have other shapes
 */
export function copyWeights(from: tf.LayersModel, to: tf.LayersModel): void {
  const shapesOf = (model: tf.LayersModel) => model.getWeights().map(({ shape }) => `[${shape.join(', ')}]`);
  const [found, expected] = [shapesOf(from), shapesOf(to)];
  const differs = Array.from({ length: Math.max(found.length, expected.length) }, (_, i) => i).find(
    (i) => found[i] !== expected[i],
  );
  if (differs !== undefined)
    throw expectation(`weight ${differs} of the model to start from`, {
      expectation: `of shape ${expected[differs] ?? 'none'}, as in the network to train`,
      found: found[differs] ?? 'none',
      advice: 'Train the architecture of the model to start from.',
    });
  to.setWeights(from.getWeights());
}
