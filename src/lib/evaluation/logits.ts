import { tf } from '../engine/tensorflow';

/**
 * What a dense layer with softmax gives before its softmax: `[n, classes]`.
 *
 * @param layer the layer, see `softmaxLayer`
 * @param features `[n, d]` what goes into it
 * @example tf.softmax(logitsOf(layer, features)); // what the layer gives
 */
export function logitsOf(layer: tf.layers.Layer, features: tf.Tensor): tf.Tensor2D {
  const [kernel, bias] = layer.getWeights();
  const product = tf.matMul(features, kernel);
  return (bias ? tf.add(product, bias) : product) as tf.Tensor2D;
}
