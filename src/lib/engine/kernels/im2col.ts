import { tf } from '../tensorflow';
import { scalarHandle, vectorHandle } from '../native/constants';
import { attribute, DataType } from '../native/binding';
import { padded, toShape } from './rearrange';
import { runTyped } from './run-typed';

/** The sizes of an undilated, channels-last convolution. */
export type ConvolutionSizes = tf.backend_util.Conv2DInfo;

/**
 * Unfolds an image into patches (im2col): one row per position of the convolution's output, with
 * the input pixels under each element of the filter.
 *
 * @param x `[batch, inHeight, inWidth, inChannels]`
 * @param options
 * @param options.sizes with the same stride in both directions and a filter of more than one
 *   element
 * @param options.type element type of the result
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
    const patches: tf.Tensor[] = [];
    for (let i = 0; i < filterHeight; i++) {
      for (let j = 0; j < filterWidth; j++) {
        const row = [Math.floor(i / stride), i % stride];
        const column = [Math.floor(j / stride), (j % stride) * inChannels];
        patches.push(
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
      attributes: [attribute.int('N', patches.length), attribute.type('Tidx', DataType.int32)],
      inputs: [...patches, scalarHandle(4, DataType.int32)],
    });
    return toShape(joined, [batchSize * outHeight * outWidth, patches.length * inChannels], type);
  });
}

/**
 * Pads the input and divides it into cells of stride x stride pixels:
 * `[batch, rows, stride, columns, stride * inChannels]`. The pixels under one element of the
 * filter, a stride apart in the input, are then contiguous, which makes copying them fast.
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

/**
 * How many whole cells in one direction cover both the input and the reach of the filter, and the
 * padding that this takes.
 */
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
