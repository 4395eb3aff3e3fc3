import type { tf } from '../engine/tensorflow';
import { inputsOf } from './inputs-of';

/** What one number of a layer's output depends on. */
interface Field {
  /** Pixels of the image, across. */
  width: number;
  /** Pixels of the image from one number to its neighbour. */
  jump: number;
}

/**
 * How many pixels wide the part of the image is that one number of each layer's output depends on, by the layer's name;
 * at most the image's width. A convolution widens it by its kernel, and a stride makes all that follows widen it more: Araujo et al.,
 * "Computing Receptive Fields of Convolutional Neural Networks" (2019), https://distill.pub/2019/computing-receptive-fields.
 * What squeeze and excitation knows of the whole image does not count: it only weighs channels.
 *
 * @example receptiveFields(model).get('block3_add'); // 48
 */
export function receptiveFields(model: tf.LayersModel): Map<string, number> {
  const image = model.inputs[0].shape[1] as number;
  const fields = new Map<string, Field>();
  for (const layer of model.layers) {
    const inputs = inputsOf(layer, { model });
    const local = inputs.filter(isLocal);
    const known = (local.length ? local : inputs).map(({ name }) => fields.get(name)!);
    const widest = known.reduce((a, b) => (b.width > a.width ? b : a), { width: 1, jump: 1 });
    fields.set(layer.name, after(layer, widest, image));
  }
  return new Map([...fields].map(([name, { width }]) => [name, Math.min(width, image)]));
}

/** Whether a layer gives numbers for different places. */
function isLocal({ outputShape }: tf.layers.Layer): boolean {
  const shape = outputShape as tf.Shape;
  return shape.length === 4 && shape[1] !== 1;
}

function after(layer: tf.layers.Layer, { width, jump }: Field, image: number): Field {
  const { kernelSize, poolSize, strides } = layer.getConfig() as Record<
    string,
    number | number[] | undefined
  >;
  const window = across(kernelSize) ?? across(poolSize);
  if (window !== undefined)
    return { width: width + (window - 1) * jump, jump: jump * (across(strides) ?? 1) };
  const mixesPlaces = /^(Global|Flatten|Dense)/.test(layer.getClassName());
  return mixesPlaces ? { width: image, jump } : { width, jump };
}

const across = (size: number | number[] | undefined) => (Array.isArray(size) ? size[0] : size);
