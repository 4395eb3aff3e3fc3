import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * Returns a model's last layer, which must be a dense softmax layer.
 *
 * @param model
 * @param advice what to do about a model that ends otherwise, for errors
 * @throws ExpectationError if it is not a dense layer with softmax
 * @example const [kernel, bias] = softmaxLayer(model, 'Use a model of this project.').getWeights();
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
