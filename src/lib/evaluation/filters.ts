import type { tf } from '../engine/tensorflow';
import { findLayer } from '../model/find-layer';

/** The kernels of a convolution on gray pixels: what {@link convolutionFilters} gives. */
export interface Filters {
  /** The name of the layer. */
  readonly layer: string;
  /** Rows and columns of a filter. */
  readonly height: number;
  readonly width: number;
  /** Filters there are. */
  readonly count: number;
  /** `[count * height * width]` the weights, filter after filter, each row after row. */
  readonly weights: Float32Array;
}

/**
 * The filters of a model's first convolution: what it looks for in the pixels themselves. (Later ones look at channels,
 * of which no picture can be made.)
 *
 * @throws {ExpectationError} when no layer is a convolution of one channel
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
    // TensorFlow keeps [height, width, channels, filters], the filters next to each other.
    weights: Float32Array.from(values, (_, i) => values[(i % size) * count + Math.floor(i / size)]),
  };
}
