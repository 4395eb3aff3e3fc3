import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * Gives a model the weights of another one of the same architecture.
 *
 * @param options
 * @param options.exceptHead whether the last layer keeps its own weights, as where the two have
 *   different classes
 * @throws ExpectationError when the other one's weights have other shapes
 */
export function copyWeights(
  from: tf.LayersModel,
  to: tf.LayersModel,
  { exceptHead = false }: { exceptHead?: boolean } = {},
): void {
  // By layer: a model lists trainable weights first, so a frozen layer's are at another place.
  const layersOf = (model: tf.LayersModel) => weightedLayers(model).slice(0, exceptHead ? -1 : undefined);
  const shapesOf = (model: tf.LayersModel) =>
    layersOf(model).flatMap((layer) => layer.getWeights().map(({ shape }) => `[${shape.join(', ')}]`));
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
  const sources = layersOf(from);
  layersOf(to).forEach((layer, i) => layer.setWeights(sources[i].getWeights()));
}

/**
 * The last layer with weights, whose outputs are the classes.
 *
 * @example headOf(model).name // 'probabilities'
 */
export function headOf(model: tf.LayersModel): tf.layers.Layer {
  return weightedLayers(model).at(-1)!;
}

const weightedLayers = ({ layers }: tf.LayersModel) => layers.filter(({ weights }) => weights.length > 0);
