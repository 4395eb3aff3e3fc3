import { setImmediate as nextTurn } from 'node:timers/promises';
import { IMAGE_BYTES } from '../dataset/dataset';
import { pixelsOf, type ImageBatch } from '../dataset/image-batch';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { imageTensor } from './image-tensor';

/** How a model goes through images. */
export interface BatchedOptions {
  /** Images given to the model at once. */
  batchSize?: number;
  /** The images, by their indices, in that order; all of them when left out. */
  indices?: ArrayLike<number>;
  /** Called after each batch with the number of images done and the number there are. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Gives images to a function batch by batch, and puts its rows one after another: `[n * width]`. Leaves no tensor
 * behind, and gives way to other work (an interrupt, a progress bar) after each batch.
 *
 * @param options
 * @param options.width numbers of an image that the function gives
 * @param options.run from `[batch, 48, 48, 1]` gray values 0 to 255 to `[batch, width]`
 * @throws {ExpectationError} when the batch size is not a positive integer, the images are not whole images of gray values,
 *   or an index is not that of an image
 */
export async function mapBatches(
  images: ImageBatch,
  {
    width,
    run,
    batchSize = 128,
    indices,
    onProgress,
  }: BatchedOptions & { width: number; run: (images: tf.Tensor4D) => tf.Tensor2D },
): Promise<Float32Array> {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw expectation('batchSize', { expectation: 'an integer greater than 0', found: batchSize });
  }
  const pixels = pixelsOf(images);
  const total = indices?.length ?? pixels.length / IMAGE_BYTES;
  const rows = new Float32Array(total * width);
  for (let start = 0; start < total; start += batchSize) {
    const size = Math.min(batchSize, total - start);
    const batch = tf.tidy(() => run(imageTensor(pixels, { first: start, count: size, indices })));
    try {
      rows.set(await batch.data(), start * width);
    } finally {
      batch.dispose();
    }
    onProgress?.(start + size, total);
    await nextTurn();
  }
  return rows;
}
