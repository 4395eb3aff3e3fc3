import { IMAGE_SIZE } from '../dataset/dataset';
import { tf } from '../engine/tensorflow';
import { applyLayers } from './apply-layers';
import { kernelSeeds } from './kernel-seeds';
import type { NetworkOptions } from './network-options';

/** Channels and kernel size of the four convolutions. */
const CONVOLUTIONS = [
  { filters: 64, kernelSize: 3 },
  { filters: 128, kernelSize: 5 },
  { filters: 512, kernelSize: 3 },
  { filters: 512, kernelSize: 3 },
];

/** Units of the two dense layers before the last. */
const DENSE_UNITS = [256, 512];

/**
 * Builds the original workflow's network: four convolutions (64 3x3, 128 5x5, 512 3x3, 512 3x3) and
 * two dense layers (256, 512), each followed by batch normalization, ReLU and 25 % dropout; each
 * convolution also has a max pool. 4,478,727 parameters, 289 million multiply-adds per image.
 *
 * @param options
 * @param options.seed seed of the kernels
 * @param options.dropout dropout rate of every block
 * @param options.classes how many classes it tells apart
 * @returns a new model, not compiled: `[n, 48, 48, 1]` gray values 0 to 255 -> `[n, classes]`
 *   probabilities
 * @example const model = createClassic({ seed: 42, classes: 7 });
 */
export function createClassic({ seed, dropout = 0.25, classes }: NetworkOptions): tf.LayersModel {
  const nextSeed = kernelSeeds(seed);
  const input = tf.input({ shape: [IMAGE_SIZE, IMAGE_SIZE, 1], name: 'pixels' });
  let x = tf.layers.rescaling({ scale: 1 / 255, name: 'rescaling' }).apply(input) as tf.SymbolicTensor;

  CONVOLUTIONS.forEach(({ filters, kernelSize }, i) => {
    const block = `block${i + 1}`;
    x = applyLayers(x, [
      tf.layers.conv2d({
        filters,
        kernelSize,
        padding: 'same',
        kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
        name: `${block}_conv`,
      }),
      tf.layers.batchNormalization({ name: `${block}_norm` }),
      tf.layers.activation({ activation: 'relu', name: `${block}_relu` }),
      tf.layers.maxPooling2d({ poolSize: 2, name: `${block}_pool` }),
      tf.layers.dropout({ rate: dropout, name: `${block}_dropout` }),
    ]);
  });
  x = applyLayers(x, [tf.layers.flatten({ name: 'flatten' })]);
  DENSE_UNITS.forEach((units, i) => {
    const block = `dense${i + 1}`;
    x = applyLayers(x, [
      tf.layers.dense({
        units,
        kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
        name: block,
      }),
      tf.layers.batchNormalization({ name: `${block}_norm` }),
      tf.layers.activation({ activation: 'relu', name: `${block}_relu` }),
      tf.layers.dropout({ rate: dropout, name: `${block}_dropout` }),
    ]);
  });
  const output = applyLayers(x, [
    tf.layers.dense({
      units: classes,
      activation: 'softmax',
      kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
      name: 'probabilities',
    }),
  ]);
  return tf.model({ inputs: input, outputs: output, name: 'classic' });
}
