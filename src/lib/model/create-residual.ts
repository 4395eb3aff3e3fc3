import { IMAGE_SIZE } from '../dataset/dataset';
import { tf } from '../engine/tensorflow';
import { applyLayers } from './apply-layers';
import { kernelSeeds } from './kernel-seeds';
import type { NetworkOptions } from './network-options';
import { residualBlock, type BlockShape } from './residual-block';
import { convolution, normalization, relu } from './residual-layers';

/** Width and depth of a residual network, in which `compact`, `medium` and `large` differ. */
export interface ResidualOptions extends Required<NetworkOptions> {
  /** The model's name. */
  name: string;
  /** Channels of the first convolution, at 48x48 pixels. */
  stem: number;
  /** Channels of the second convolution, at 24x24 pixels. */
  wide: number;
  /** The residual blocks, starting at 24x24 pixels. */
  blocks: readonly BlockShape[];
}

/**
 * Builds a network of two plain convolutions, residual blocks with squeeze and excitation, and
 * global average pooling. All channel counts should be multiples of 16: oneDNN normalizes others
 * several times slower.
 *
 * @returns a new model, not compiled: `[n, 48, 48, 1]` gray values 0 to 255 -> `[n, classes]`
 *   probabilities
 * @example
 * createResidual({
 *   name: 'tiny',
 *   stem: 16,
 *   wide: 32,
 *   blocks: [{ filters: 64, stride: 2 }],
 *   dropout: 0,
 *   seed: 1,
 *   classes: 7,
 * });
 */
export function createResidual({
  name,
  stem,
  wide,
  blocks,
  dropout,
  seed,
  classes,
}: ResidualOptions): tf.LayersModel {
  const nextSeed = kernelSeeds(seed);
  const input = tf.input({ shape: [IMAGE_SIZE, IMAGE_SIZE, 1], name: 'pixels' });
  let x = applyLayers(input, [
    // Gives FER-2013's gray values about zero mean and unit deviation, without statistics of the
    // data.
    tf.layers.rescaling({ scale: 1 / 64, offset: -2, name: 'rescaling' }),
    convolution({ filters: stem, seed: nextSeed(), name: 'stem_conv' }),
    // Pooling comes before the normalization, which then has a quarter of the pixels to process.
    tf.layers.maxPooling2d({ poolSize: 2, name: 'stem_pool' }),
    normalization('stem_norm'),
    relu('stem_relu'),
    convolution({ filters: wide, seed: nextSeed(), name: 'wide_conv' }),
    normalization('wide_norm'),
    relu('wide_relu'),
  ]);
  blocks.forEach((block, i) => {
    x = residualBlock(x, { ...block, nextSeed, name: `block${i + 1}` });
  });
  const output = applyLayers(x, [
    tf.layers.globalAveragePooling2d({ name: 'mean' }),
    tf.layers.dropout({ rate: dropout, name: 'dropout' }),
    tf.layers.dense({
      units: classes,
      activation: 'softmax',
      kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
      name: 'probabilities',
    }),
  ]);
  return tf.model({ inputs: input, outputs: output, name });
}
