import { tf } from '../tensorflow';
import { vectorHandle } from '../native/constants';
import { attribute, type Attribute, DataType } from '../native/binding';
import { runNative } from '../native/native-op';
import { nativeMatMul } from './matmul';
import { padded, toShape } from './rearrange';
import { feedsEveryPhase, safeOutputWidth } from './safe-output-width';
import { im2col, type ConvolutionSizes } from './im2col';
import { concatAlongWidth } from './concat-along-width';

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
export type FilterGradientMethod = 'direct' | 'concat' | 'im2col';

/** Where the other methods are faster, measured on a processor with AVX512_BF16. */
const SHORT_ROW = 12;
const MANY_CHANNELS = 128;
const MANY_FILTERS = 192;

/** This many images side by side make the rows long enough. */
const JOINED_IMAGES = 16;

/** Chooses the fastest method. */
export function chooseMethod(sizes: ConvolutionSizes, type: DataType): FilterGradientMethod {
  const { strideHeight: stride, strideWidth, filterHeight, filterWidth, inChannels, outChannels } = sizes;
  const isSame = sizes.inHeight === sizes.outHeight && sizes.inWidth === sizes.outWidth;
  // For float32 and for 1x1 filters, the kernel is as fast as its arithmetic allows.
  if (type !== DataType.bfloat16 || filterHeight * filterWidth === 1 || stride !== strideWidth)
    return 'direct';
  if (stride > 1) return outChannels >= MANY_FILTERS ? 'im2col' : 'direct';
  const isWide = Math.min(inChannels, outChannels) >= MANY_CHANNELS;
  return isSame && isWide && sizes.outWidth <= SHORT_ROW ? 'concat' : 'direct';
}

/**
 * Computes the gradient of a convolution's filter. For each row of each image, oneDNN's bfloat16
 * kernel goes through the whole gradient, which takes longer than the arithmetic if the rows are
 * short. There are two alternatives:
 *
 * - concat: the same kernel on fewer images with longer rows;
 * - im2col: the transposed patches of the input times the gradient of the output.
 *
 * @returns `[filterHeight, filterWidth, inChannels, outChannels]` in `type`
 */
export function filterGradient(operands: Operands, options: Options): tf.Tensor {
  const method = chooseMethod(options.sizes, options.type);
  if (method === 'im2col') return im2colGradient(operands, options);
  if (method === 'concat') return concatGradient(operands, options);
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
  const right = after((width - 1) * strideWidth + sizes.filterWidth, inWidth + padInfo.left);
  const rows = [padInfo.top, bottom] as const;
  return runOp(
    {
      x: padded(x, [[0, 0], rows, [padInfo.left, right], [0, 0]], type),
      dy: padded(dy, [[0, 0], [0, 0], [0, width - outWidth], [0, 0]], type), // prettier-ignore
    },
    {
      sizes,
      type,
      attributes: attributes.map((given) =>
        given.name === 'padding' ? attribute.string('padding', 'VALID') : given,
      ),
    },
  );
}

/** For 'same' convolutions with stride 1. */
export function concatGradient({ x, dy }: Operands, options: Options): tf.Tensor {
  const { sizes, type } = options;
  let count = Math.min(JOINED_IMAGES, sizes.batchSize);
  while (sizes.batchSize % count) count--;
  if (count === 1) return kernelGradient({ x, dy }, options);
  // The gap keeps the filter from reaching into the next image. At the gap itself the gradient is
  // zero.
  const gap = Math.floor(sizes.filterWidth / 2);
  return tf.tidy(() => {
    const [wideX, wideDy] = [x, dy].map((tensor) => concatAlongWidth(tensor, { count, gap, type }));
    const width = wideX.shape[2]!;
    return kernelGradient(
      { x: wideX, dy: wideDy },
      {
        ...options,
        sizes: { ...sizes, batchSize: sizes.batchSize / count, inWidth: width, outWidth: width },
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
