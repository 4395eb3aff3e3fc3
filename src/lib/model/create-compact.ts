import { IMAGE_SIZE } from '../dataset/dataset';
import { EMOTIONS } from '../emotions';
import { tf } from '../engine/tensorflow';
import { chain } from './chain';
import { kernelSeeds } from './kernel-seeds';

/**
 * Channels of the two plain convolutions at the start, at 48x48 and at 24x24 pixels: multiples of 16, as all others, since
 * oneDNN's normalization of other numbers is nine times slower.
 */
const [STEM, WIDE] = [32, 64];

/** The residual blocks: at stride 2 a block halves height and width. */
const BLOCKS = [
  { filters: 128, stride: 2 },
  { filters: 128, stride: 1 },
  { filters: 256, stride: 2 },
];

/** A squeeze-and-excitation step thinks in this fraction of its channels. */
const SQUEEZE = 1 / 8;

/**
 * The default network: two plain convolutions, three residual blocks with squeeze and excitation, and a mean over the
 * places that are left, instead of the classic's wide convolutions and dense layers.
 * 1,493,479 parameters, 120 million multiply-adds an image: about 40 % of the classic's arithmetic.
 *
 * Residual blocks: He et al., "Deep Residual Learning for Image Recognition" (2015), https://arxiv.org/abs/1512.03385.
 * Squeeze and excitation: Hu et al. (2017), https://arxiv.org/abs/1709.01507. Shortcuts that average before their 1x1
 * convolution: He et al., "Bag of Tricks" (2018), https://arxiv.org/abs/1812.01187; that paper's blocks that start as the
 * identity are left out: on a quarter of FER-2013 they were slower to learn (27 % against 33 % after 240 steps).
 *
 * @returns a fresh model, not compiled: `[n, 48, 48, 1]` gray values 0 to 255 -> `[n, 7]` probabilities
 * @example const model = createCompact({ seed: 42 });
 */
export function createCompact({ seed }: { seed: number }): tf.LayersModel {
  const nextSeed = kernelSeeds(seed);
  const input = tf.input({ shape: [IMAGE_SIZE, IMAGE_SIZE, 1], name: 'pixels' });
  let x = chain(input, [
    // About zero mean and unit deviation for FER-2013's grays, without a statistic of the data.
    tf.layers.rescaling({ scale: 1 / 64, offset: -2, name: 'rescaling' }),
    convolution({ filters: STEM, seed: nextSeed(), name: 'stem_conv' }),
    // The pool comes before the normalization, which then has a quarter of the pixels to pass over.
    tf.layers.maxPooling2d({ poolSize: 2, name: 'stem_pool' }),
    normalization('stem_norm'),
    relu('stem_relu'),
    convolution({ filters: WIDE, seed: nextSeed(), name: 'wide_conv' }),
    normalization('wide_norm'),
    relu('wide_relu'),
  ]);
  BLOCKS.forEach((block, i) => {
    x = residual(x, { ...block, nextSeed, name: `block${i + 1}` });
  });
  const output = chain(x, [
    tf.layers.globalAveragePooling2d({ name: 'mean' }),
    tf.layers.dropout({ rate: 0.2, name: 'dropout' }),
    tf.layers.dense({
      units: EMOTIONS.length,
      activation: 'softmax',
      kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
      name: 'probabilities',
    }),
  ]);
  return tf.model({ inputs: input, outputs: output, name: 'compact' });
}

/** What makes one residual block. */
interface BlockOptions {
  filters: number;
  stride: number;
  /** The seed of each next kernel. */
  nextSeed: () => number;
  /** How the names of its layers begin. */
  name: string;
}

/** `relu(squeezeAndExcite(conv(conv(x))) + shortcut(x))`. */
function residual(
  x: tf.SymbolicTensor,
  { filters, stride, nextSeed, name }: BlockOptions,
): tf.SymbolicTensor {
  const main = chain(x, [
    convolution({ filters, strides: stride, seed: nextSeed(), name: `${name}_conv1` }),
    normalization(`${name}_norm1`),
    relu(`${name}_relu1`),
    convolution({ filters, seed: nextSeed(), name: `${name}_conv2` }),
    normalization(`${name}_norm2`),
  ]);
  const excited = squeezeAndExcite(main, { nextSeed, name });
  const added = tf.layers
    .add({ name: `${name}_add` })
    .apply([excited, shortcut(x, { filters, stride, nextSeed, name })]) as tf.SymbolicTensor;
  return chain(added, [relu(`${name}_relu2`)]);
}

/** `x` itself where the shape stays, otherwise averaged and mixed into the new number of channels. */
function shortcut(
  x: tf.SymbolicTensor,
  { filters, stride, nextSeed, name }: BlockOptions,
): tf.SymbolicTensor {
  if (stride === 1 && x.shape[3] === filters) return x;
  return chain(x, [
    tf.layers.averagePooling2d({ poolSize: stride, name: `${name}_shortcut_pool` }),
    convolution({ filters, kernelSize: 1, seed: nextSeed(), name: `${name}_shortcut_conv` }),
    normalization(`${name}_shortcut_norm`),
  ]);
}

/** Weighs each channel by what all of them show over the whole picture. */
function squeezeAndExcite(
  x: tf.SymbolicTensor,
  { nextSeed, name }: { nextSeed: () => number; name: string },
): tf.SymbolicTensor {
  const channels = x.shape[3] as number;
  const weights = chain(x, [
    tf.layers.globalAveragePooling2d({ name: `${name}_squeeze` }),
    tf.layers.dense({
      units: channels * SQUEEZE,
      activation: 'relu',
      kernelInitializer: tf.initializers.heNormal({ seed: nextSeed() }),
      name: `${name}_think`,
    }),
    tf.layers.dense({
      units: channels,
      activation: 'sigmoid',
      kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
      name: `${name}_excite`,
    }),
    tf.layers.reshape({ targetShape: [1, 1, channels], name: `${name}_weights` }),
  ]);
  return tf.layers.multiply({ name: `${name}_weigh` }).apply([x, weights]) as tf.SymbolicTensor;
}

/** A 'same' convolution without bias: the normalization after it has an offset of its own. */
function convolution({
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
function normalization(name: string): tf.layers.Layer {
  return tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5, name });
}

function relu(name: string): tf.layers.Layer {
  return tf.layers.activation({ activation: 'relu', name });
}
