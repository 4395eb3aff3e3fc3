import { setImmediate as nextTurn } from 'node:timers/promises';
import { EMOTIONS } from '../emotions';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { IMAGE_BYTES, IMAGE_SIZE, type Dataset } from '../dataset/dataset';

/** How {@link predict} goes through the images. */
export interface PredictOptions {
  /** Images given to the model at once. */
  batchSize?: number;
  /** Whether to take the mean over each image and its mirror image, which costs twice the time. */
  flip?: boolean;
  /** The images to predict, as indices into the data set, in that order; all of them when left out. */
  indices?: ArrayLike<number>;
  /** Called after each batch with the number of images done and the number there are. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * The model's probabilities for images: `[n * 7]`, image after image, each seven values 0 to 1 in the order of
 * `EMOTIONS`. Leaves no tensor behind, and gives way to other work (an interrupt, a progress bar) after each batch.
 *
 * @param model takes `[batch, 48, 48, 1]` gray values 0 to 255, gives `[batch, 7]`
 * @throws {ExpectationError} when the batch size is not a positive integer, an index is outside of the data set, or
 *   the model's output is not seven values an image
 * @example const probabilities = await predict(model, tests, { batchSize: 256 });
 */
export async function predict(
  model: tf.LayersModel,
  dataset: Dataset,
  { batchSize = 128, flip = false, indices, onProgress }: PredictOptions = {},
): Promise<Float32Array> {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw expectation('batchSize', { expectation: 'an integer greater than 0', found: batchSize });
  }
  const total = indices?.length ?? dataset.labels.length;
  const probabilities = new Float32Array(total * EMOTIONS.length);
  for (let start = 0; start < total; start += batchSize) {
    const size = Math.min(batchSize, total - start);
    const pixels = gather(dataset, start, size, indices);
    const batch = tf.tidy(() => {
      const images = tf.tensor4d(pixels, [size, IMAGE_SIZE, IMAGE_SIZE, 1]);
      const straight = predictBatch(model, images);
      // Axis 2 of [batch, row, column, channel] runs from left to right.
      return flip ? straight.add(predictBatch(model, images.reverse(2))).div<tf.Tensor2D>(2) : straight;
    });
    try {
      probabilities.set(await batch.data(), start * EMOTIONS.length);
    } finally {
      batch.dispose();
    }
    onProgress?.(start + size, total);
    await nextTurn();
  }
  return probabilities;
}

/** Copies the pixels of `size` images into the floats that the model takes. */
function gather(dataset: Dataset, start: number, size: number, indices?: ArrayLike<number>): Float32Array {
  if (!indices)
    return Float32Array.from(dataset.images.subarray(start * IMAGE_BYTES, (start + size) * IMAGE_BYTES));
  const pixels = new Float32Array(size * IMAGE_BYTES);
  for (let i = 0; i < size; i++) {
    const index = indices[start + i];
    if (!(Number.isInteger(index) && index >= 0 && index < dataset.labels.length)) {
      throw expectation('an index of an image', {
        expectation: `an integer from 0 to ${dataset.labels.length - 1}`,
        found: index,
      });
    }
    pixels.set(dataset.images.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES), i * IMAGE_BYTES);
  }
  return pixels;
}

function predictBatch(model: tf.LayersModel, images: tf.Tensor4D): tf.Tensor2D {
  const output = model.predict(images, { batchSize: images.shape[0] });
  if (Array.isArray(output) || output.rank !== 2 || output.shape[1] !== EMOTIONS.length) {
    throw expectation("the model's output", {
      expectation: `of shape [batch, ${EMOTIONS.length}]`,
      found: Array.isArray(output) ? `${output.length} tensors` : JSON.stringify(output.shape),
      advice: 'The last layer must give one probability for each emotion.',
    });
  }
  return output as tf.Tensor2D;
}
