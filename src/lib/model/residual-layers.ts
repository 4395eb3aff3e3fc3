import { tf } from '../engine/tensorflow';

/** Creates a 'same' convolution without bias: the normalization after it has an offset. */
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

/**
 * Creates a batch normalization. With momentum 0.9 instead of 0.99 the moving statistics match the
 * data after a few hundred steps.
 */
export function normalization(name: string): tf.layers.Layer {
  return tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5, name });
}

/** Creates a ReLU as a separate layer, after a normalization or a sum. */
export function relu(name: string): tf.layers.Layer {
  return tf.layers.activation({ activation: 'relu', name });
}
