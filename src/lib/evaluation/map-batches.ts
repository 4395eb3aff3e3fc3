import { setImmediate as nextTurn } from 'node:timers/promises';
import { IMAGE_BYTES } from '../dataset/dataset';
import { pixelsOf, type ImageBatch } from '../dataset/image-batch';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { imageTensor } from './image-tensor';

/** How images are processed in batches. */
export interface BatchedOptions {
  /** Images per batch. */
  batchSize?: number;
  /** The indices of the images to process, in that order; by default all of them. */
  indices?: ArrayLike<number>;
  /** Called after each batch with the number of images done and the total. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Applies a function to images in batches and concatenates its rows: `[n * width]`. Leaves no
 * tensor behind, and yields to the event loop after each batch (for an interrupt or a progress
 * bar).
 *
 * @param options
 * @param options.width numbers per image that the function returns
 * @param options.run from `[batch, 48, 48, 1]` gray values 0 to 255 to `[batch, width]`
 * @throws ExpectationError when the batch size is not a positive integer, the images are not
 *   whole images of gray values, or an index is out of range
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
