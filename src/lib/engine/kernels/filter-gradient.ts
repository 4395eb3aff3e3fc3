import { tf } from '../tensorflow';
import { vectorHandle } from '../native/constants';
import { attribute, type Attribute, DataType } from '../native/binding';
import { runNative } from '../native/native-op';
import { nativeMatMul } from './matmul';
import { padded, toShape } from './rearrange';
import { feedsEveryPhase, safeOutputWidth } from './safe-output-width';
import { im2col, type ConvolutionSizes } from './im2col';
import { interleaveImages } from './interleave-images';

/** The inputs of a filter's gradient. */
interface Operands {
  /** The convolution's input, `[batch, inHeight, inWidth, inChannels]`. */
  x: tf.TensorInfo;
  /** The gradient of its output, `[batch, outHeight, outWidth, outChannels]`. */
  dy: tf.TensorInfo;
}

/** How to compute it. */
interface Options {
  /** Those of the convolution. */
  sizes: ConvolutionSizes;
  /** Those of Conv2DBackpropFilter. */
  attributes: readonly Attribute[];
  type: DataType;
}

/** How to compute a filter's gradient; see {@link filterGradient}. */
export type FilterGradientMethod = 'direct' | 'interleave' | 'im2col';

/** Where the other methods are faster, measured on a processor with AVX512_BF16. */
const SHORT_ROW = 12;
const SOME_CHANNELS = 48;
const MANY_CHANNELS = 128;
const MANY_FILTERS = 192;

/** Images are interleaved until their rows are this long. */
const LONG_ROW = 192;

/** Chooses the fastest method. */
export function chooseMethod(sizes: ConvolutionSizes, type: DataType): FilterGradientMethod {
  const { strideHeight: stride, strideWidth, filterHeight, filterWidth, inChannels, outChannels } = sizes;
  // For float32 and for 1x1 filters, the kernel is as fast as its arithmetic allows.
  if (type !== DataType.bfloat16 || filterHeight * filterWidth === 1 || stride !== strideWidth)
    return 'direct';
  if (stride > 1) return outChannels >= MANY_FILTERS ? 'im2col' : 'direct';
  const isWide =
    Math.min(inChannels, outChannels) >= SOME_CHANNELS && Math.max(inChannels, outChannels) >= MANY_CHANNELS;
  // TensorFlow pads both sides of an interleaved row alike.
  const isSymmetric = sizes.padInfo.left === sizes.padInfo.right;
  return isWide && isSymmetric && sizes.outWidth <= SHORT_ROW ? 'interleave' : 'direct';
}

/**
 * Computes the gradient of a convolution's filter. For each row of each image, oneDNN's bfloat16
 * kernel goes through the whole gradient, which takes longer than the arithmetic if the rows are
 * short. There are two alternatives:
 *
 * - interleave: the same kernel on fewer images with longer rows, dilated;
 * - im2col: the transposed patches of the input times the gradient of the output.
 *
 * @returns `[filterHeight, filterWidth, inChannels, outChannels]` in `type`
 */
export function filterGradient(operands: Operands, options: Options): tf.Tensor {
  const method = chooseMethod(options.sizes, options.type);
  if (method === 'im2col') return im2colGradient(operands, options);
  if (method === 'interleave') return interleavedGradient(operands, options);
  return kernelGradient(operands, options);
}

/**
 * Uses TensorFlow's op. For bfloat16, the shapes are padded so that its kernel never reads
 * uninitialized memory.
 */
function kernelGradient(operands: Operands, options: Options): tf.Tensor {
  const { sizes, type } = options;
  const width = safeOutputWidth(sizes);
  const isSafe = type !== DataType.bfloat16 || (width === sizes.outWidth && feedsEveryPhase(sizes));
  return isSafe ? runOp(operands, options) : tf.tidy(() => paddedGradient(operands, options, width));
}

function runOp({ x, dy }: Operands, { sizes, attributes, type }: Options): tf.Tensor {
  return runNative('Conv2DBackpropFilter', attributes, [
    { tensor: x, as: type },
    vectorHandle(sizes.filterShape),
    { tensor: dy, as: type },
  ]);
}

/**
 * Pads the input explicitly, and widens the output with columns of zeros. The gradient is the same.
 */
function paddedGradient({ x, dy }: Operands, options: Options, width: number): tf.Tensor {
  const { sizes, attributes, type } = options;
  const { padInfo, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth } = sizes;
  const after = (needed: number, there: number) => Math.max(0, needed - there);
  const bottom = after((outHeight - 1) * strideHeight + sizes.filterHeight, inHeight + padInfo.top);
  const right = after((width - 1) * strideWidth + sizes.effectiveFilterWidth, inWidth + padInfo.left);
  const rows = [padInfo.top, bottom] as const;
  return runOp(
    {
      x: padded(x, [[0, 0], rows, [padInfo.left, right], [0, 0]], type),
      dy: padded(dy, [[0, 0], [0, 0], [0, width - outWidth], [0, 0]], type), // prettier-ignore
    },
    { sizes, type, attributes: withAttribute(attributes, attribute.string('padding', 'VALID')) },
  );
}

/** Replaces the attribute of the same name, or adds it. */
function withAttribute(attributes: readonly Attribute[], changed: Attribute): Attribute[] {
  return [...attributes.filter(({ name }) => name !== changed.name), changed];
}

/**
 * For convolutions with stride 1 that pad both sides of a row alike: several images become a wide
 * one, in which the filter's columns are as far apart as two pixels of the same image.
 */
export function interleavedGradient({ x, dy }: Operands, options: Options): tf.Tensor {
  const { sizes, attributes, type } = options;
  let count = Math.max(1, Math.min(Math.floor(LONG_ROW / sizes.outWidth), sizes.batchSize));
  while (sizes.batchSize % count) count--;
  if (count === 1) return kernelGradient({ x, dy }, options);
  return tf.tidy(() => {
    const [wideX, wideDy] = [x, dy].map((tensor) => interleaveImages(tensor, { count, type }));
    const { padInfo } = sizes;
    return kernelGradient(
      { x: wideX, dy: wideDy },
      {
        type,
        attributes: withAttribute(attributes, attribute.int('dilations', [1, 1, count, 1])),
        sizes: {
          ...sizes,
          batchSize: sizes.batchSize / count,
          inWidth: sizes.inWidth * count,
          outWidth: sizes.outWidth * count,
          effectiveFilterWidth: (sizes.filterWidth - 1) * count + 1,
          padInfo: { ...padInfo, left: padInfo.left * count, right: padInfo.right * count },
        },
      },
    );
  });
}

/** For convolutions with the same stride in both directions. */
export function im2colGradient({ x, dy }: Operands, { sizes, type }: Omit<Options, 'attributes'>): tf.Tensor {
  return tf.tidy(() => {
    const patches = im2col(x, { sizes, type });
    const product = nativeMatMul([patches, toShape(dy, [-1, sizes.outChannels], type)], {
      transposeA: true,
      type,
    });
    return toShape(product, sizes.filterShape, type);
  });
}
