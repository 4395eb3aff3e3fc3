import { IMAGE_BYTES } from '../dataset/dataset';
import { pixelsOf, type ImageBatch } from '../dataset/image-batch';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { featureExtractor } from '../model/feature-extractor';
import { spatialLayer } from '../model/spatial-layer';
import { imageTensor } from './image-tensor';

/** A layer's output for one image: the result of {@link computeFeatureMaps}. */
export interface FeatureMaps {
  /** The name of the layer. */
  readonly layer: string;
  /** Rows and columns of a map. */
  readonly height: number;
  readonly width: number;
  /** The number of maps: the layer's channels. */
  readonly count: number;
  /** `[count * height * width]` map after map, each row after row. */
  readonly values: Float32Array;
}

/**
 * The output of a layer for one image, one map per channel: high where the channel detects its
 * feature.
 *
 * @param model takes `[n, 48, 48, 1]` gray values 0 to 255
 * @param image one image
 * @param options
 * @param options.layer the name of a layer whose output is `[n, h, w, c]`; by default the first
 *   with an activation
 * @throws ExpectationError when there is no such layer, or not exactly one image
 * @example
 * await showFigure(
 *   featureMapGrid(await computeFeatureMaps(model, face, { layer: 'block1_relu2' })),
 * );
 */
export async function computeFeatureMaps(
  model: tf.LayersModel,
  image: ImageBatch,
  { layer: name }: { layer?: string } = {},
): Promise<FeatureMaps> {
  const pixels = pixelsOf(image);
  if (pixels.length !== IMAGE_BYTES)
    throw expectation('pixels', { expectation: 'the pixels of one image', found: pixels.length });
  const { layer, height, width, channels } = spatialLayer(model, {
    ...{ name, from: 'first' },
    ...(name === undefined && { wanted: 'an activation after a convolution', fits: isActivation }),
  });
  const extractor = featureExtractor(model, { upTo: layer.output });
  const maps = tf.tidy(() => {
    const output = extractor.predict(imageTensor(pixels, { first: 0, count: 1 })) as tf.Tensor4D;
    // [1, h, w, c] to [c, h, w]: one map after another.
    return output.squeeze<tf.Tensor3D>([0]).transpose([2, 0, 1]);
  });
  try {
    const values = await maps.data<'float32'>();
    return { layer: layer.name, height, width, count: channels, values };
  } finally {
    maps.dispose();
  }
}

function isActivation(layer: tf.layers.Layer): boolean {
  const { activation } = layer.getConfig();
  return ['Activation', 'ReLU'].includes(layer.getClassName()) || (activation ?? 'linear') !== 'linear';
}
