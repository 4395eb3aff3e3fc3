import type { tf } from '../engine/tensorflow';
import { findLayer } from '../model/find-layer';

/** The kernels of a convolution on gray pixels: the result of {@link convolutionFilters}. */
export interface Filters {
  /** The name of the layer. */
  readonly layer: string;
  /** Rows and columns of a filter. */
  readonly height: number;
  readonly width: number;
  /** The number of filters. */
  readonly count: number;
  /** `[count * height * width]` weights, filter after filter, each row after row. */
  readonly weights: Float32Array;
}

/**
 * The filters of a model's first convolution: the patterns of pixels that it detects. (Later
 * convolutions combine many channels, so their filters can't be shown as images.)
 *
 * @throws ExpectationError when no layer is a convolution with one input channel
 * @example await showFigure(filterGrid(convolutionFilters(model)));
 */
export function convolutionFilters(model: tf.LayersModel): Filters {
  const layer = findLayer(model, {
    from: 'first',
    wanted: 'a convolution of gray pixels (Conv2D with one channel)',
    fits: (own) => own.getClassName() === 'Conv2D' && own.weights[0].shape[2] === 1,
  });
  const [kernel] = layer.getWeights();
  const [height, width, , count] = kernel.shape;
  const values = kernel.dataSync<'float32'>();
  const size = height * width;
  return {
    ...{ layer: layer.name, height, width, count },
    // TensorFlow stores [height, width, channels, filters], with the filters innermost.
    weights: Float32Array.from(values, (_, i) => values[(i % size) * count + Math.floor(i / size)]),
  };
}
