import { EMOTIONS } from '../emotions';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import type { ImageBatch } from '../dataset/image-batch';
import { mapBatches, type BatchedOptions } from './map-batches';

/** Options of {@link predict}. */
export interface PredictOptions extends BatchedOptions {
  /**
   * Whether to average each image's prediction with that of its mirror image, which takes twice as
   * long.
   */
  flip?: boolean;
}

/**
 * The model's probabilities for images: `[n * 7]`, image after image, seven values 0 to 1 each, in
 * the order of `EMOTIONS`. Leaves no tensor behind, and yields to the event loop after each batch
 * (for an interrupt or a progress bar).
 *
 * @param model takes `[batch, 48, 48, 1]` gray values 0 to 255, returns `[batch, 7]`
 * @throws ExpectationError when the batch size is not a positive integer, an index is out of
 *   range, or the model's output is not seven values per image
 * @example const probabilities = await predict(model, tests, { batchSize: 256 });
 */
export async function predict(
  model: tf.LayersModel,
  images: ImageBatch,
  { flip = false, ...batched }: PredictOptions = {},
): Promise<Float32Array> {
  return mapBatches(images, {
    ...batched,
    width: EMOTIONS.length,
    run: (batch) => {
      const straight = predictBatch(model, batch);
      // Axis 2 of [batch, row, column, channel] runs from left to right.
      return flip ? straight.add(predictBatch(model, batch.reverse(2))).div<tf.Tensor2D>(2) : straight;
    },
  });
}

function predictBatch(model: tf.LayersModel, images: tf.Tensor4D): tf.Tensor2D {
  const output = model.predict(images, { batchSize: images.shape[0] });
  if (Array.isArray(output) || output.rank !== 2 || output.shape[1] !== EMOTIONS.length) {
    throw expectation("the model's output", {
      expectation: `of shape [batch, ${EMOTIONS.length}]`,
      found: Array.isArray(output) ? `${output.length} tensors` : JSON.stringify(output.shape),
      advice: 'The last layer must return one probability for each emotion.',
    });
  }
  return output as tf.Tensor2D;
}
