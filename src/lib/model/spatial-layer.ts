import type { tf } from '../engine/tensorflow';
import { findLayer, type LayerWish } from './find-layer';

/** A layer that gives a picture of features, and how large it is. */
export interface SpatialLayer {
  readonly layer: tf.layers.Layer;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * A model's layer by its name, or the first or last one that fits, among those whose output is `[n, h, w, c]` with more
 * than one place.
 *
 * @throws ExpectationError when there is none, or the one of that name gives something else
 * @example const { layer, height, width } = spatialLayer(model, { name: 'block1_relu2' });
 */
export function spatialLayer(
  model: tf.LayersModel,
  {
    name,
    from,
    wanted = 'a layer that gives [n, height, width, channels] with more than one place',
    fits = () => true,
  }: Partial<LayerWish>,
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
