import type { tf } from '../engine/tensorflow';

/**
 * Applies layers one after another.
 *
 * @example const x = applyLayers(input, [tf.layers.flatten(), tf.layers.dense({ units: 7 })]);
 */
export function applyLayers(input: tf.SymbolicTensor, layers: tf.layers.Layer[]): tf.SymbolicTensor {
  return layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
}
