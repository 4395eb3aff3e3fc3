import { expectation } from '../errors';
import { IMAGE_BYTES, type Dataset } from './dataset';

/**
 * Checks a data set, which a caller may have assembled from arrays: pixels are bytes (in an array
 * of floats, NaN would pass for black), images are complete, and each has a valid label.
 *
 * @throws ExpectationError naming the array and what is wrong with it
 * @example assertDataset({ images, labels, classes: EMOTIONS });
 */
export function assertDataset({
  images,
  classes,
  labels,
}: Pick<Dataset, 'images' | 'classes' | 'labels'>): void {
  assertImages(images);
  const n = images.length / IMAGE_BYTES;
  if (labels.length !== n)
    throw expectation("the data set's labels", { expectation: `${n}, one per image`, found: labels.length });
  for (let i = 0; i < n; i++) {
    if (Number.isInteger(labels[i]) && labels[i] >= 0 && labels[i] < classes.length) continue;
    throw expectation(`the label of image ${i}`, {
      expectation: `an integer from 0 to ${classes.length - 1} (${classes.join(', ')})`,
      found: labels[i],
    });
  }
}

/** Checks that a data set's pixels are bytes and make up whole images. */
function assertImages(images: Uint8Array): void {
  const found: unknown = images;
  if (!(found instanceof Uint8Array))
    throw expectation("the data set's images", {
      expectation: 'a Uint8Array of gray values 0 to 255',
      found: (found as object | undefined)?.constructor?.name ?? found,
      advice:
        'Scale other numbers to 0 to 255, check that none is NaN, and convert them with Uint8Array.from().',
    });
  if (images.length % IMAGE_BYTES !== 0)
    throw expectation("the data set's images", {
      expectation: `whole images of ${IMAGE_BYTES} bytes (48x48)`,
      found: `${images.length} bytes`,
    });
}
