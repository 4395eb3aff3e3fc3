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
 * The model's probabilities for images: `[n * classes]`, image after image, as many values 0 to 1
 * each as there are classes, in the order of `classesOf(model)`. Leaves no tensor behind, and yields to the event loop after each batch
 * (for an interrupt or a progress bar).
 *
 * @param model takes `[batch, 48, 48, 1]` gray values 0 to 255, returns `[batch, classes]`
 * @throws ExpectationError when the batch size is not a positive integer, an index is out of
 *   range, or the model's output is not a row of values per image
 * @example const probabilities = await predict(model, tests, { batchSize: 256 });
 */
export async function predict(
  model: tf.LayersModel,
  images: ImageBatch,
  { flip = false, ...batched }: PredictOptions = {},
): Promise<Float32Array> {
  const width = widthOf(model);
  return mapBatches(images, {
    ...batched,
    width,
    run: (batch) => {
      const straight = predictBatch(model, batch);
      // Axis 2 of [batch, row, column, channel] runs from left to right.
      return flip ? straight.add(predictBatch(model, batch.reverse(2))).div<tf.Tensor2D>(2) : straight;
    },
  });
}

function predictBatch(model: tf.LayersModel, images: tf.Tensor4D): tf.Tensor2D {
  return model.predict(images, { batchSize: images.shape[0] }) as tf.Tensor2D;
}

/** How many probabilities a model returns for each image. */
function widthOf({ outputs }: tf.LayersModel): number {
  const [{ shape }] = outputs;
  const width = shape[1];
  if (outputs.length === 1 && shape.length === 2 && width !== null && width > 1) return width;
  throw expectation("the model's output", {
    expectation: 'of shape [batch, classes]',
    found: outputs.length > 1 ? `${outputs.length} tensors` : JSON.stringify(shape),
    advice: 'The last layer must return one probability for each class.',
  });
}
