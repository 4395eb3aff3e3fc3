import type { tf } from '../engine/tensorflow';
import { inputsOf } from './inputs-of';
import { receptiveFields } from './receptive-fields';

/** One layer of a {@link ModelSummary}. */
export interface LayerRow {
  name: string;
  /** The layer's class: `Conv2D`. */
  type: string;
  /** Names of the layers that provide its inputs. */
  inputs: string[];
  /** Without the batch dimension: `[48, 48, 64]`. */
  outputShape: number[];
  params: number;
  /**
   * Parameters that training updates; the rest are the moving statistics of batch normalization.
   */
  trainableParams: number;
  /**
   * Multiply-adds per image, for convolutions and dense layers, which determine how long a step
   * takes.
   */
  multiplyAdds: number;
  /** Width of the receptive field in pixels of the image; see `receptiveFields`. */
  receptiveField: number;
}

/** A model's layers and totals. */
export interface ModelSummary {
  /** The layers in the order of their creation. */
  layers: LayerRow[];
  params: number;
  trainableParams: number;
  /** Multiply-adds per image; a training step takes about three times as many. */
  multiplyAdds: number;
}

/**
 * Summarizes a model: its layers with output shapes, parameters and multiply-adds, and the totals.
 * The counterpart of Keras' model.summary(), as data for a table.
 *
 * @example const { layers, params } = summarize(createModel({ architecture: 'classic' }));
 */
export function summarize(model: tf.LayersModel): ModelSummary {
  const fields = receptiveFields(model);
  const layers = model.layers.map((layer): LayerRow => {
    const outputShape = (layer.outputShape as tf.Shape).slice(1).map(Number);
    return {
      name: layer.name,
      type: layer.getClassName(),
      inputs: inputsOf(layer, { model }).map(({ name }) => name),
      outputShape,
      params: layer.countParams(),
      trainableParams: layer.trainableWeights.reduce((sum, weight) => sum + product(weight.shape), 0),
      multiplyAdds: multiplyAdds(layer, outputShape),
      receptiveField: fields.get(layer.name)!,
    };
  });
  const total = (key: 'params' | 'trainableParams' | 'multiplyAdds') =>
    layers.reduce((sum, layer) => sum + layer[key], 0);
  return {
    layers,
    params: total('params'),
    trainableParams: total('trainableParams'),
    multiplyAdds: total('multiplyAdds'),
  };
}

function multiplyAdds(layer: tf.layers.Layer, outputShape: number[]): number {
  const kernel = layer.weights[0]?.shape ?? [];
  switch (layer.getClassName()) {
    case 'Conv2D':
      // Each number of the kernel [rows, columns, channels in, channels out] is used at each
      // position.
      return product(kernel) * outputShape[0] * outputShape[1];
    case 'Dense':
      return product(kernel);
    default:
      return 0;
  }
}

function product(shape: tf.Shape): number {
  return shape.reduce<number>((size, length) => size * (length ?? 1), 1);
}
