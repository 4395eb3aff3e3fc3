import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { softmaxLayer } from './softmax-layer';

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
  const last = softmaxLayer(model, 'Only there a temperature can be hidden in the weights.');
  tf.tidy(() => last.setWeights(last.getWeights().map((weight) => tf.div(weight, temperature))));
}
