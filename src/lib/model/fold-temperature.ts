import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { softmaxLayer } from './softmax-layer';

/**
 * Divides the logits of a model by a temperature (see `fitTemperature`), by dividing the kernel and
 * bias of its last layer. The model keeps the same plain layers and predicts the same emotions,
 * with calibrated confidence.
 *
 * @param model must end with a dense softmax layer; it is modified
 * @param options
 * @param options.temperature a number above 0
 * @throws ExpectationError if the model ends otherwise or the temperature is not above 0
 * @example foldTemperature(model, { temperature: 1.3 });
 */
export function foldTemperature(model: tf.LayersModel, { temperature }: { temperature: number }): void {
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw expectation('the temperature', { expectation: 'a number above 0', found: temperature });
  const last = softmaxLayer(model, 'Only there a temperature can be hidden in the weights.');
  tf.tidy(() => last.setWeights(last.getWeights().map((weight) => tf.div(weight, temperature))));
}
