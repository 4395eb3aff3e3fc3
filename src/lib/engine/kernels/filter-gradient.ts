import { tf } from '../tensorflow';
import { matrixHandle, scalarHandle, vectorHandle } from '../constants';
import { attribute, DataType, runNative, type Attribute, type NativeInput } from '../native-op';

/** The sizes of a convolution of channels last, not dilated. */
export type ConvolutionSizes = tf.backend_util.Conv2DInfo;

/** From here on the product makes up for the copies it takes, by measurement on a processor with AVX512_BF16. */
const MANY_FILTERS = 256;
const FEW_PLACES = 64;

/**
 * Whether {@link filterGradient} is the faster way: oneDNN's own gradient of a filter in bfloat16 takes up to twice as
 * long where the output is small or places are skipped. In float32 it never does.
 */
export function isProductFaster(sizes: ConvolutionSizes, type: DataType): boolean {
  const { strideHeight, strideWidth, filterHeight, filterWidth, outHeight, outWidth, outChannels } = sizes;
  return (
    type === DataType.bfloat16 &&
    strideHeight === strideWidth &&
    filterHeight * filterWidth > 1 &&
    outChannels >= MANY_FILTERS &&
    (strideHeight > 1 || outHeight * outWidth <= FEW_PLACES)
  );
}

/**
 * The gradient of a convolution's filter as one product of two matrices: what each place of the output has seen of the
 * input (im2col), transposed, times the gradient at that place.
 *
 * @param x `[batch, inHeight, inWidth, inChannels]`
 * @param dy `[batch, outHeight, outWidth, outChannels]`
 * @param sizes with one stride for both directions, and a filter of more than one element
 * @param type what to compute in
 * @returns `[filterHeight, filterWidth, inChannels, outChannels]` in that type
 */
export function filterGradient(
  { x, dy }: { x: tf.TensorInfo; dy: tf.TensorInfo },
  { sizes, type }: { sizes: ConvolutionSizes; type: DataType },
): tf.Tensor {
  const { batchSize, outHeight, outWidth, outChannels, filterShape } = sizes;
  const places = batchSize * outHeight * outWidth;
  return tf.tidy(() => {
    const seen = toShape(seenInputs(x, { sizes, type }), [places, -1], type);
    const product = run('MatMul', {
      type,
      attributes: [attribute.bool('transpose_a', true), attribute.bool('transpose_b', false)],
      inputs: [seen, toShape(dy, [places, outChannels], type)],
    });
    return toShape(product, filterShape, type);
  });
}

/** Side by side, what each element of the filter meets: `[batch, outHeight, 1, outWidth, elements * inChannels]`. */
function seenInputs(
  x: tf.TensorInfo,
  { sizes, type }: { sizes: ConvolutionSizes; type: DataType },
): tf.Tensor {
  const {
    batchSize,
    inChannels,
    outHeight,
    outWidth,
    filterHeight,
    filterWidth,
    strideHeight: stride,
  } = sizes;
  const cells = toCells(x, { sizes, type });
  const met: tf.Tensor[] = [];
  for (let i = 0; i < filterHeight; i++) {
    for (let j = 0; j < filterWidth; j++) {
      const begin = [
        0,
        Math.floor(i / stride),
        i % stride,
        Math.floor(j / stride),
        (j % stride) * inChannels,
      ];
      const size = [batchSize, outHeight, 1, outWidth, inChannels];
      met.push(
        run('Slice', {
          type,
          attributes: [attribute.type('Index', DataType.int32)],
          inputs: [cells, vectorHandle(begin), vectorHandle(size)],
        }),
      );
    }
  }
  return run('ConcatV2', {
    type,
    attributes: [attribute.int('N', met.length), attribute.type('Tidx', DataType.int32)],
    inputs: [...met, scalarHandle(4, DataType.int32)],
  });
}

/**
 * The padded input in cells of stride times stride pixels, `[batch, rows, stride, columns, stride * inChannels]`: the
 * pixels an element of the filter meets, a stride apart in the input, are neighbours in it and are copied as such.
 */
function toCells(x: tf.TensorInfo, { sizes, type }: { sizes: ConvolutionSizes; type: DataType }): tf.Tensor {
  const { batchSize, inChannels, padInfo, strideHeight: stride } = sizes;
  const alongHeight = cellsAlong({
    inputs: sizes.inHeight,
    outputs: sizes.outHeight,
    filter: sizes.filterHeight,
    before: padInfo.top,
    stride,
  });
  const alongWidth = cellsAlong({
    inputs: sizes.inWidth,
    outputs: sizes.outWidth,
    filter: sizes.filterWidth,
    before: padInfo.left,
    stride,
  });
  const padded = run('Pad', {
    type,
    attributes: [attribute.type('Tpaddings', DataType.int32)],
    inputs: [x, matrixHandle([[0, 0], alongHeight.padding, alongWidth.padding, [0, 0]])],
  });
  const shape = [batchSize, alongHeight.cells, stride, alongWidth.cells, stride * inChannels];
  return toShape(padded, shape, type);
}

/** How many whole cells hold the inputs in one direction and all that the filter reaches, and what to pad for them. */
function cellsAlong({
  inputs,
  outputs,
  filter,
  before,
  stride,
}: Record<'inputs' | 'outputs' | 'filter' | 'before' | 'stride', number>) {
  const reached = outputs + Math.floor((filter - 1) / stride);
  const cells = Math.max(reached, Math.ceil((before + inputs) / stride));
  return { cells, padding: [before, cells * stride - before - inputs] };
}

function toShape(x: tf.TensorInfo, shape: number[], type: DataType): tf.Tensor {
  return run('Reshape', {
    type,
    attributes: [attribute.type('Tshape', DataType.int32)],
    inputs: [x, vectorHandle(shape)],
  });
}

/** Runs an op on tensors of one element type and handles of integers. */
function run(
  name: string,
  {
    type,
    attributes,
    inputs,
  }: { type: DataType; attributes: Attribute[]; inputs: (tf.TensorInfo | number)[] },
): tf.Tensor {
  const operands = inputs.map((input): NativeInput =>
    typeof input === 'number' ? input : { tensor: input, as: type },
  );
  return runNative(name, [attribute.type('T', type), ...attributes], operands);
}
