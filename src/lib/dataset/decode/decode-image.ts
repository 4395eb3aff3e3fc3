import { expectation } from '../../errors';
import { IMAGE_SIZE } from '../dataset';
import { decodeJpegs, isPlainJpeg } from './decode-jpegs';
import { loadSharp } from './load-sharp';
import { inspectImage } from './inspect-image';
import { LIMITS } from '../limits';
import { notAnImage } from './not-an-image';
import { readEncoded } from './read-encoded';

/** How {@link decodeImage} decodes. */
export interface DecodeImageOptions {
  /** What an error calls the image; by default its path, or "the image". */
  name?: string;
  /** The largest number of pixels. Decoding takes up to 18 bytes of memory for each. */
  maxPixels?: number;
}

/**
 * Decodes any picture to the model's input: `[48 * 48]` gray values 0 to 255. A 48x48 gray JPEG is
 * decoded by TensorFlow, as the data set is. Every other image (JPEG, PNG, WebP, GIF, TIFF, AVIF of
 * any size) is decoded by sharp: rotated as its EXIF says, flattened onto white, converted to gray,
 * resized to cover 48x48 and cropped at the centre.
 *
 * @param image its encoded bytes, or the path of its file
 * @throws ExpectationError when the file does not exist, is not a complete image, or has too many
 *   pixels
 * @example const pixels = await decodeImage('me.png');
 */
export async function decodeImage(
  image: Uint8Array | string,
  {
    name = typeof image === 'string' ? image : 'the image',
    maxPixels = LIMITS.pixels,
  }: DecodeImageOptions = {},
): Promise<Uint8Array> {
  if (!(maxPixels >= 1 && maxPixels <= Number.MAX_SAFE_INTEGER))
    throw expectation('maxPixels', { expectation: 'a number of pixels from 1', found: maxPixels });
  const bytes = await readEncoded(image, name);
  if (isPlainJpeg(bytes)) return decodeJpegs([{ name, bytes }]);
  await inspectImage(bytes, { name, maxPixels });
  return decodeBySharp(bytes, { name, maxPixels });
}

/**
 * Decodes an image that `inspectImage` accepted, by sharp: `[48 * 48]` gray values.
 *
 * @throws ExpectationError when it is not a complete image
 * @example const pixels = await decodeBySharp(bytes, { name: 'me.png', maxPixels: 25_000_000 });
 */
export async function decodeBySharp(
  bytes: Buffer,
  { name, maxPixels }: { name: string; maxPixels: number },
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  try {
    const gray: Buffer = await sharp(bytes, { limitInputPixels: Math.ceil(maxPixels) })
      .autoOrient()
      .flatten({ background: '#fff' })
      .resize(IMAGE_SIZE, IMAGE_SIZE, { fit: 'cover' })
      .greyscale()
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
      .toBuffer();
    return new Uint8Array(gray);
  } catch (error) {
    throw notAnImage(name, { bytes, cause: error });
  }
}
