/** ONNX's attributes of a window that moves over the pixels. */
export type Window = Record<'kernel_shape' | 'strides' | 'dilations' | 'pads', number[]>;

/**
 * The attributes of a window, padded as TensorFlow pads.
 *
 * @param shape what it moves over, `[height, width, channels]`
 * @param options
 * @param options.kernel its own height and width; likewise strides and dilations
 * @param options.isPadded 'same' in TensorFlow's words, otherwise 'valid'
 */
export function slidingWindow(
  shape: readonly number[],
  {
    kernel,
    strides,
    dilations,
    isPadded,
  }: { kernel: readonly number[]; strides: number[]; dilations: number[]; isPadded: boolean },
): Window {
  const pads = kernel.map((length, i) => {
    if (!isPadded) return [0, 0];
    // The odd pixel comes after.
    const reach = (length - 1) * dilations[i] + 1;
    const all = Math.max((Math.ceil(shape[i] / strides[i]) - 1) * strides[i] + reach - shape[i], 0);
    return [Math.floor(all / 2), Math.ceil(all / 2)];
  });
  return {
    kernel_shape: [...kernel],
    strides,
    dilations,
    pads: [...pads.map(([before]) => before), ...pads.map(([, after]) => after)],
  };
}
