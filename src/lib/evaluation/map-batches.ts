import { setImmediate as nextTurn } from 'node:timers/promises';
import { assertImages } from '../dataset/assert-dataset';
import { IMAGE_BYTES, IMAGE_SIZE, type Dataset } from '../dataset/dataset';
import { gatherImages } from '../dataset/gather-images';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/** How a model goes through images. */
export interface BatchedOptions {
  /** Images given to the model at once. */
  batchSize?: number;
  /** The images, as indices into the data set, in that order; all of them when left out. */
  indices?: ArrayLike<number>;
  /** Called after each batch with the number of images done and the number there are. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Gives images to a function batch by batch, and puts its rows one after another: `[n * width]`. Leaves no tensor
 * behind, and gives way to other work (an interrupt, a progress bar) after each batch.
 *
 * @param options.width numbers of an image that the function gives
 * @param options.run from `[batch, 48, 48, 1]` gray values 0 to 255 to `[batch, width]`
 * @throws {ExpectationError} when the batch size is not a positive integer, the images are not whole images in bytes, or an
 *   index is outside of the data set
 */
export async function mapBatches(
  dataset: Pick<Dataset, 'images'>,
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
  assertImages(dataset.images);
  const total = indices?.length ?? dataset.images.length / IMAGE_BYTES;
  const rows = new Float32Array(total * width);
  for (let start = 0; start < total; start += batchSize) {
    const size = Math.min(batchSize, total - start);
    const pixels = gather(dataset, start, size, indices);
    const batch = tf.tidy(() => run(tf.tensor4d(pixels, [size, IMAGE_SIZE, IMAGE_SIZE, 1])));
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

/** Copies the pixels of `size` images into the floats that the model takes. */
function gather(
  { images }: Pick<Dataset, 'images'>,
  start: number,
  size: number,
  indices?: ArrayLike<number>,
): Float32Array {
  if (!indices) return Float32Array.from(images.subarray(start * IMAGE_BYTES, (start + size) * IMAGE_BYTES));
  const count = images.length / IMAGE_BYTES;
  const wanted = Array.from({ length: size }, (_, i) => indices[start + i]);
  for (const index of wanted) {
    if (!(Number.isInteger(index) && index >= 0 && index < count)) {
      throw expectation('an index of an image', {
        expectation: `an integer from 0 to ${count - 1}`,
        found: index,
      });
    }
  }
  return Float32Array.from(gatherImages(images, wanted));
}
