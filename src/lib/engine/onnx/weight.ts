/** A weight, or another tensor whose numbers are known. */
export interface Weight {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** A convolution's filter from `[height, width, channels, filters]` to `[filters, channels, height, width]`. */
export function convolutionKernel(kernel: Weight): Weight {
  const [height, width, channels, filters] = kernel.shape;
  return { values: transpose(kernel, [3, 2, 0, 1]), shape: [filters, channels, height, width] };
}

/**
 * A depthwise convolution's filter from `[height, width, channels, multiplier]` to
 * `[channels * multiplier, 1, height, width]`.
 */
export function depthwiseKernel(kernel: Weight): Weight {
  const [height, width, channels, multiplier] = kernel.shape;
  return { values: transpose(kernel, [2, 3, 0, 1]), shape: [channels * multiplier, 1, height, width] };
}

/** How many rows are written at a time: a cache line of the numbers that are read holds so many. */
const BLOCK = 16;

/** A tensor's numbers after its axes were put into another order. */
function transpose({ values, shape }: Weight, order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, length) => product * length, 1),
  );
  const lengths = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  const [rows] = lengths;
  const row = values.length / rows;
  const result = new Float32Array(values.length);
  for (let begin = 0; begin < rows; begin += BLOCK) {
    const end = Math.min(begin + BLOCK, rows);
    let at = 0;
    const visit = (depth: number, from: number): void => {
      if (depth < order.length) {
        for (let i = 0; i < lengths[depth]; i++) visit(depth + 1, from + i * steps[depth]);
        return;
      }
      for (let i = begin; i < end; i++) result[i * row + at] = values[from + i * steps[0]];
      at++;
    };
    visit(1, 0);
  }
  return result;
}
