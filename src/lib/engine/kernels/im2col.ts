import { tf } from '../tensorflow';
import { scalarHandle, vectorHandle } from '../native/constants';
import { attribute, DataType } from '../native/binding';
import { padded, toShape } from './rearrange';
import { runTyped } from './run-typed';

/** The sizes of a convolution of channels last, not dilated. */
export type ConvolutionSizes = tf.backend_util.Conv2DInfo;

/**
 * What each place of a convolution's output sees of the input (im2col): in a row, for each element of the filter the
 * channels that it meets there.
 *
 * @param x `[batch, inHeight, inWidth, inChannels]`
 * @param sizes with one stride for both directions, and a filter of more than one element
 * @returns `[batch * outHeight * outWidth, filterHeight * filterWidth * inChannels]` in `type`
 */
export function im2col(
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
  return tf.tidy(() => {
    const cells = toCells(x, { sizes, type });
    const size = [batchSize, outHeight, 1, outWidth, inChannels];
    const met: tf.Tensor[] = [];
    for (let i = 0; i < filterHeight; i++) {
      for (let j = 0; j < filterWidth; j++) {
        const row = [Math.floor(i / stride), i % stride];
        const column = [Math.floor(j / stride), (j % stride) * inChannels];
        met.push(
          runTyped('Slice', {
            type,
            attributes: [attribute.type('Index', DataType.int32)],
            inputs: [cells, vectorHandle([0, ...row, ...column]), vectorHandle(size)],
          }),
        );
      }
    }
    const joined = runTyped('ConcatV2', {
      type,
      attributes: [attribute.int('N', met.length), attribute.type('Tidx', DataType.int32)],
      inputs: [...met, scalarHandle(4, DataType.int32)],
    });
    return toShape(joined, [batchSize * outHeight * outWidth, met.length * inChannels], type);
  });
}

/**
 * The padded input in cells of stride times stride pixels, `[batch, rows, stride, columns, stride * inChannels]`: the
 * pixels that an element of the filter meets, a stride apart in the input, are neighbours in it and are copied as such.
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
  const whole = padded(x, [[0, 0], alongHeight.padding, alongWidth.padding, [0, 0]], type);
  const shape = [batchSize, alongHeight.cells, stride, alongWidth.cells, stride * inChannels];
  return toShape(whole, shape, type);
}

/** How many whole cells hold the inputs in one direction and all that the filter reaches, and what to pad for them. */
function cellsAlong({
  inputs,
  outputs,
  filter,
  before,
  stride,
}: Record<'inputs' | 'outputs' | 'filter' | 'before' | 'stride', number>): {
  cells: number;
  padding: [number, number];
} {
  const reached = outputs + Math.floor((filter - 1) / stride);
  const cells = Math.max(reached, Math.ceil((before + inputs) / stride));
  return { cells, padding: [before, cells * stride - before - inputs] };
}
