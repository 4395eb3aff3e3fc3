import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * Divides what a model's softmax takes by a temperature (see `fitTemperature`), by dividing the kernel and the bias of
 * its last layer: the model stays the same plain layers, says the same emotions, and is as sure as it should be.
 *
 * @param model ends in a dense layer with softmax; it is changed
 * @throws ExpectationError when it ends otherwise, or the temperature is not above 0
 * @example foldTemperature(model, { temperature: 1.3 });
 */
export function foldTemperature(model: tf.LayersModel, { temperature }: { temperature: number }): void {
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw expectation('the temperature', { expectation: 'a number above 0', found: temperature });
  const last = model.layers[model.layers.length - 1];
  const { activation } = last.getConfig();
  if (last.getClassName() !== 'Dense' || activation !== 'softmax')
    throw expectation("the model's last layer", {
      expectation: 'Dense with softmax',
      found: `${last.getClassName()}${typeof activation === 'string' ? ` with ${activation}` : ''}`,
      advice: 'Only there a temperature can be hidden in the weights.',
    });
  tf.tidy(() => last.setWeights(last.getWeights().map((weight) => tf.div(weight, temperature))));
}
