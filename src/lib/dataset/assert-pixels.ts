import { expectation } from '../errors';
import { IMAGE_BYTES, IMAGE_SIZE } from './dataset';

/**
 * Checks that numbers are the gray values of whole images, 0 to 255. A model would classify
 * anything else, NaN included, just as confidently as a face.
 *
 * @param options
 * @param options.name what an error calls them
 * @throws ExpectationError when they are not whole images of 48x48, or naming the position of the
 *   first that is not a number from 0 to 255
 * @example assertPixels(pixels, { name: 'pixels' });
 */
export function assertPixels(pixels: ArrayLike<number>, { name }: { name: string }): void {
  const count = pixels.length / IMAGE_BYTES;
  if (!Number.isInteger(count) || count < 1)
    throw expectation(name, {
      expectation: `of at least one whole image of ${IMAGE_BYTES} pixels (48x48)`,
      found: pixels.length,
    });
  if (pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray) return;
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] >= 0 && pixels[i] <= 255) continue;
    const [image, pixel] = [Math.floor(i / IMAGE_BYTES), i % IMAGE_BYTES];
    const [row, column] = [Math.floor(pixel / IMAGE_SIZE), pixel % IMAGE_SIZE];
    throw expectation(
      `${name} (${count > 1 ? `image ${image}, ` : ''}row ${row}, column ${column}, each from 0)`,
      {
        expectation: 'gray values from 0 to 255',
        found: pixels[i],
        advice: 'Check where the numbers come from: a division by zero, a missing value, or another scale.',
      },
    );
  }
}
