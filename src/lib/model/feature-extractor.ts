import { tf } from '../engine/tensorflow';

/**
 * The part of a model from its input up to the output of one layer, or up to what goes into it. It shares the model's
 * layers and weights and holds nothing of its own: it needs no `dispose()`, which would be the model's.
 *
 * @example const features = featureExtractor(model, { upTo: model.getLayer('mean').output }).predict(images);
 */
export function featureExtractor(
  model: tf.LayersModel,
  { upTo }: { upTo: tf.SymbolicTensor | tf.SymbolicTensor[] },
): tf.LayersModel {
  return tf.model({ inputs: model.inputs, outputs: upTo });
}
