import { tf } from '../engine/tensorflow';

/**
 * The output of a dense layer before its softmax: `[n, classes]`.
 *
 * @param layer the layer, see `softmaxLayer`
 * @param features `[n, d]` the layer's input
 * @example tf.softmax(logitsOf(layer, features)); // the layer's output
 */
export function logitsOf(layer: tf.layers.Layer, features: tf.Tensor): tf.Tensor2D {
  const [kernel, bias] = layer.getWeights();
  const product = tf.matMul(features, kernel);
  return (bias ? tf.add(product, bias) : product) as tf.Tensor2D;
}
