import type { tf } from '../engine/tensorflow';
import { findLayer, type LayerQuery } from './find-layer';

/** A layer with spatial output, and the output's size. */
export interface SpatialLayer {
  readonly layer: tf.layers.Layer;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * Finds a layer whose output is `[n, h, w, c]` with more than one position: by name, or the first
 * or last one that fits.
 *
 * @throws ExpectationError if there is none, or the named layer has another kind of output
 * @example const { layer, height, width } = spatialLayer(model, { name: 'block1_relu2' });
 */
export function spatialLayer(
  model: tf.LayersModel,
  {
    name,
    from,
    wanted = 'a layer that gives [n, height, width, channels] with more than one place',
    fits = () => true,
  }: Partial<LayerQuery>,
): SpatialLayer {
  const layer = findLayer(model, {
    ...{ name, from, wanted },
    fits: (own) => {
      const [, height, width] = own.outputShape as number[];
      const isSpatial = own.outputShape.length === 4 && height * width > 1;
      return isSpatial && own.getClassName() !== 'InputLayer' && fits(own);
    },
  });
  const [, height, width, channels] = layer.outputShape as number[];
  return { layer, height, width, channels };
}
