import { tf } from '../engine/tensorflow';

/** A 'same' convolution without bias: the normalization after it has an offset of its own. */
export function convolution({
  filters,
  kernelSize = 3,
  strides = 1,
  seed,
  name,
}: {
  filters: number;
  kernelSize?: number;
  strides?: number;
  seed: number;
  name: string;
}): tf.layers.Layer {
  return tf.layers.conv2d({
    filters,
    kernelSize,
    strides,
    padding: 'same',
    useBias: false,
    kernelInitializer: tf.initializers.heNormal({ seed }),
    name,
  });
}

/** Momentum 0.9 instead of 0.99: after a run of a few hundred steps the moving statistics are those of the data. */
export function normalization(name: string): tf.layers.Layer {
  return tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5, name });
}

/** A ReLU as a layer of its own, after a normalization or a sum. */
export function relu(name: string): tf.layers.Layer {
  return tf.layers.activation({ activation: 'relu', name });
}
