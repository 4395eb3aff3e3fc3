import { tf } from '../engine/tensorflow';

/**
 * Returns the part of a model from its input to the given outputs of its layers. It shares the
 * model's layers and weights, so do not dispose it: that would dispose the model's weights.
 *
 * @param model
 * @param options
 * @param options.upTo the output or outputs to compute
 * @example
 * const extractor = featureExtractor(model, { upTo: model.getLayer('mean').output });
 * const features = extractor.predict(images);
 */
export function featureExtractor(
  model: tf.LayersModel,
  { upTo }: { upTo: tf.SymbolicTensor | tf.SymbolicTensor[] },
): tf.LayersModel {
  return tf.model({ inputs: model.inputs, outputs: upTo });
}
