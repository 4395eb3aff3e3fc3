import type { tf } from '../engine/tensorflow';
import { inputsOf } from './inputs-of';

/** The part of the image that one number of a layer's output depends on. */
interface Field {
  /** Width in pixels of the image. */
  width: number;
  /** Distance in pixels of the image between neighbouring outputs. */
  jump: number;
}

/**
 * Returns the width in pixels of each layer's receptive field, by the layer's name; at most the
 * image's width. A convolution widens it by its kernel, and a stride multiplies the effect of all
 * later layers: Araujo et al., "Computing Receptive Fields of Convolutional Neural Networks"
 * (2019), https://distill.pub/2019/computing-receptive-fields. Squeeze and excitation is ignored:
 * it sees the whole image but only scales channels.
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

/** Whether a layer's output has more than one position. */
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
