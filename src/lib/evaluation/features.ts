import type { ImageBatch } from '../dataset/image-batch';
import type { tf } from '../engine/tensorflow';
import { findLayer } from '../model/find-layer';
import { featureExtractor } from '../model/feature-extractor';
import { mapBatches, type BatchedOptions } from './map-batches';

/** Options of {@link extractFeatures}. */
export interface FeaturesOptions extends BatchedOptions {
  /**
   * The name of a layer whose output is `[n, d]`; by default the last one that pools or flattens an
   * image to one row.
   */
  layer?: string;
}

/** The result of {@link extractFeatures}. */
export interface Features {
  /** `[n * dimensions]`, image after image. */
  readonly rows: Float32Array;
  /** The number of features per image. */
  readonly dimensions: number;
  /** The name of the layer whose output they are. */
  readonly layer: string;
}

/** The layers that reduce an image to one row of numbers. */
const FLATTENING = ['GlobalAveragePooling2D', 'GlobalMaxPooling2D', 'Flatten'];

/**
 * The features that a model's dense layers classify: the output of its last pooling or flattening
 * layer. An image has 192 in `compact`, 256 in `medium` and `large`, 4,608 in `classic`.
 *
 * @param model takes `[batch, 48, 48, 1]` gray values 0 to 255
 * @throws ExpectationError when the model has no such layer, the batch size is not a positive
 *   integer, or an index is out of range
 * @example
 * const { rows, dimensions } = await extractFeatures(model, tests);
 * const { projections } = fitPrincipalComponents(rows, { dimensions, seed: 1 });
 */
export async function extractFeatures(
  model: tf.LayersModel,
  images: ImageBatch,
  { layer: name, ...batched }: FeaturesOptions = {},
): Promise<Features> {
  const isRow = ({ outputShape }: tf.layers.Layer) =>
    outputShape.length === 2 && !Array.isArray(outputShape[0]);
  const layer = findLayer(model, {
    name,
    wanted:
      name === undefined ? 'a pooling or flattening layer with output [n, d]' : 'one with output [n, d]',
    fits: (own) => isRow(own) && (name !== undefined || FLATTENING.includes(own.getClassName())),
  });
  const dimensions = layer.outputShape[1] as number;
  const extractor = featureExtractor(model, { upTo: layer.output });
  const run = (batch: tf.Tensor4D) => extractor.predict(batch, { batchSize: batch.shape[0] }) as tf.Tensor2D;
  return {
    rows: await mapBatches(images, { ...batched, width: dimensions, run }),
    dimensions,
    layer: layer.name,
  };
}
