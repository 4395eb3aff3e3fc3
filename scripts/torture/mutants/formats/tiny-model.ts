import { tf } from '../../../../src/lib/index';

/** A small network with all that makes topologies difficult: branches, normalization, a join. */
export function tinyModel(): tf.LayersModel {
  const start = (seed: number) => tf.initializers.glorotUniform({ seed });
  const input = tf.input({ shape: [48, 48, 1] });
  const conv = (filters: number, seed: number) =>
    tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', kernelInitializer: start(seed) });
  const small = tf.layers.averagePooling2d({ poolSize: 8, strides: 8 }).apply(input) as tf.SymbolicTensor;
  const first = tf.layers.batchNormalization().apply(conv(4, 1).apply(small)) as tf.SymbolicTensor;
  const second = tf.layers.reLU().apply(conv(4, 2).apply(first)) as tf.SymbolicTensor;
  const sum = tf.layers.add().apply([first, second]) as tf.SymbolicTensor;
  const flat = tf.layers
    .globalAveragePooling2d({ dataFormat: 'channelsLast' })
    .apply(sum) as tf.SymbolicTensor;
  const dropped = tf.layers.dropout({ rate: 0.1, seed: 1 }).apply(flat);
  const dense = tf.layers.dense({ units: 7, activation: 'softmax', kernelInitializer: start(3) });
  return tf.model({ inputs: input, outputs: dense.apply(dropped) as tf.SymbolicTensor, name: 'tiny' });
}

/** `[2304]` gray values that every part of a network sees something in. */
export const PIXELS = Uint8Array.from({ length: 2304 }, (_, i) => (i * 37 + (i >> 4)) % 256);
