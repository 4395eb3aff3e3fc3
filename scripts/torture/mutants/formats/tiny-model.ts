import { tf } from '../../../../src/lib/index';

/**
 * A small network with everything that makes topologies difficult: branches, normalization, a join.
 */
export function tinyModel(): tf.LayersModel {
  const start = (seed: number) => tf.initializers.glorotUniform({ seed });
  // Explicit names, since tfjs numbers its default names across models.
  const conv = (name: string, seed: number) =>
    tf.layers.conv2d({ name, filters: 4, kernelSize: 3, padding: 'same', kernelInitializer: start(seed) });
  const input = tf.input({ shape: [48, 48, 1], name: 'pixels' });
  const small = tf.layers.averagePooling2d({ name: 'pool', poolSize: 8, strides: 8 });
  const norm = tf.layers.batchNormalization({ name: 'norm' });
  const first = norm.apply(conv('first', 1).apply(small.apply(input))) as tf.SymbolicTensor;
  const second = tf.layers.reLU({ name: 'relu' }).apply(conv('second', 2).apply(first)) as tf.SymbolicTensor;
  const sum = tf.layers.add({ name: 'sum' }).apply([first, second]);
  const flat = tf.layers.globalAveragePooling2d({ name: 'flat', dataFormat: 'channelsLast' }).apply(sum);
  const dropped = tf.layers.dropout({ name: 'dropout', rate: 0.1, seed: 1 }).apply(flat);
  const dense = tf.layers.dense({
    ...{ name: 'dense', units: 7, activation: 'softmax' as const },
    kernelInitializer: start(3),
  });
  return tf.model({ inputs: input, outputs: dense.apply(dropped) as tf.SymbolicTensor, name: 'tiny' });
}

/** `[2304]` gray values that activate every part of the network. */
export const PIXELS = Uint8Array.from({ length: 2304 }, (_, i) => (i * 37 + (i >> 4)) % 256);
