import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * A model's last layer, which must be the dense one that gives the probabilities.
 *
 * @param advice what to tell who has a model that ends otherwise
 * @throws ExpectationError when it is no dense layer with softmax
 * @example const [kernel, bias] = softmaxLayer(model, 'Give it a model of this project.').getWeights();
 */
export function softmaxLayer(model: tf.LayersModel, advice: string): tf.layers.Layer {
  const last = model.layers[model.layers.length - 1];
  const { activation } = last.getConfig();
  if (last.getClassName() !== 'Dense' || activation !== 'softmax')
    throw expectation("the model's last layer", {
      expectation: 'Dense with softmax',
      found: `${last.getClassName()}${typeof activation === 'string' ? ` with ${activation}` : ''}`,
      advice,
    });
  return last;
}
