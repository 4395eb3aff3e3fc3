import { tf } from '../tensorflow';
import { vectorHandle } from '../native/constants';
import { attribute, type Attribute, DataType } from '../native/binding';
import { runNative } from '../native/native-op';
import { nativeMatMul } from './matmul';
import { padded, toShape } from './rearrange';
import { feedsEveryPhase, safeOutputWidth } from './safe-output-width';
import { im2col, type ConvolutionSizes } from './im2col';
import { concatAlongWidth } from './concat-along-width';

/** What a filter's gradient is made from. */
interface Operands {
  /** The convolution's input, `[batch, inHeight, inWidth, inChannels]`. */
  x: tf.TensorInfo;
  /** The gradient of its output, `[batch, outHeight, outWidth, outChannels]`. */
  dy: tf.TensorInfo;
}

/** How to make it. */
interface Options {
  /** The convolution's. */
  sizes: ConvolutionSizes;
  /** Those of Conv2DBackpropFilter. */
  attributes: readonly Attribute[];
  type: DataType;
}

/** How a filter's gradient is computed; see {@link filterGradient}. */
export type FilterGradientWay = 'as it is' | 'side by side' | 'product';

/** Where the other ways win, by measurement on a processor with AVX512_BF16. */
const SHORT_ROW = 12;
const MANY_CHANNELS = 128;
const MANY_FILTERS = 192;

/** That many pictures side by side make rows long enough. */
const PICTURES = 16;

/** The way that takes least. */
export function wayOf(sizes: ConvolutionSizes, type: DataType): FilterGradientWay {
  const { strideHeight: stride, strideWidth, filterHeight, filterWidth, inChannels, outChannels } = sizes;
  const isSame = sizes.inHeight === sizes.outHeight && sizes.inWidth === sizes.outWidth;
  // The gradients of float32 and of single pixels are as fast as their arithmetic.
  if (type !== DataType.bfloat16 || filterHeight * filterWidth === 1 || stride !== strideWidth)
    return 'as it is';
  if (stride > 1) return outChannels >= MANY_FILTERS ? 'product' : 'as it is';
  const isWide = Math.min(inChannels, outChannels) >= MANY_CHANNELS;
  return isSame && isWide && sizes.outWidth <= SHORT_ROW ? 'side by side' : 'as it is';
}

/**
 * The gradient of a convolution's filter. oneDNN's kernel for bfloat16 goes through the whole gradient at each row of each
 * picture, which takes longer than the arithmetic where the rows are short. So there are two other ways:
 *
 * - side by side: that kernel on fewer pictures with longer rows;
 * - product: what each place sees of the input, transposed, times the gradient at that place.
 *
 * @returns `[filterHeight, filterWidth, inChannels, outChannels]` in `type`
 */
export function filterGradient(operands: Operands, options: Options): tf.Tensor {
  const way = wayOf(options.sizes, options.type);
  if (way === 'product') return productGradient(operands, options);
  if (way === 'side by side') return sideBySideGradient(operands, options);
  return kernelGradient(operands, options);
}

/** By TensorFlow's op, whose kernel for bfloat16 is asked for shapes only at which it reads nothing but what was written. */
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

/** With the input's padding written beforehand, and with columns of zeros after it for a wider output: the same gradient. */
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

/** For 'same' convolutions of stride 1. */
export function sideBySideGradient({ x, dy }: Operands, options: Options): tf.Tensor {
  const { sizes, type } = options;
  let count = Math.min(PICTURES, sizes.batchSize);
  while (sizes.batchSize % count) count--;
  if (count === 1) return kernelGradient({ x, dy }, options);
  // The filter must not reach from one picture into the next; where the gap itself is the place, the gradient is zero.
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

/** For convolutions with one stride for both directions. */
export function productGradient(
  { x, dy }: Operands,
  { sizes, type }: Omit<Options, 'attributes'>,
): tf.Tensor {
  return tf.tidy(() => {
    const seen = im2col(x, { sizes, type });
    const product = nativeMatMul([seen, toShape(dy, [-1, sizes.outChannels], type)], {
      transposeA: true,
      type,
    });
    return toShape(product, sizes.filterShape, type);
  });
}
