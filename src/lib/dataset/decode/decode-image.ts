import { expectation } from '../../errors';
import { readFileBytes } from '../../files/read-file';
import { IMAGE_SIZE } from '../dataset';
import { decodeJpegs, isPlainJpeg } from './decode-jpegs';
import { loadSharp } from './load-sharp';
import { inspectImage } from './inspect-image';
import { LIMITS } from '../limits';
import { notAnImage } from './not-an-image';

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
  const bytes = await bytesOf(image, name);
  if (isPlainJpeg(bytes)) return decodeJpegs([{ name, bytes }]);
  await inspectImage(bytes, { name, maxPixels });
  return decodeBySharp(bytes, { name, maxPixels });
}

async function bytesOf(image: Uint8Array | string, name: string): Promise<Buffer> {
  if (typeof image === 'string') return readImageFile(image);
  if (image instanceof Uint8Array) return Buffer.from(image.buffer, image.byteOffset, image.byteLength);
  throw expectation(name, {
    expectation: "an image's encoded bytes or the path of its file",
    found: image,
    advice: 'Read its file, or give its path.',
  });
}

function readImageFile(file: string): Promise<Buffer> {
  const address = ADDRESSES.find(([start]) => start.test(file));
  if (address)
    throw expectation(file, {
      expectation: 'the path of an image file',
      found: address[1],
      advice: address[2],
    });
  return readFileBytes(file, {
    what: 'the path of an image file',
    largest: LIMITS.imageFile,
    advice: 'Give the path of a JPEG, PNG, WebP, GIF, TIFF or AVIF.',
  });
}

/** What is often passed instead of a path, and what to do about it. */
const ADDRESSES: readonly (readonly [start: RegExp, found: string, advice: string])[] = [
  [/^data:/i, 'a data URL', "Pass its bytes: Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')."],
  [/^https?:/i, 'an address on the web', 'Save the image to a file and pass the path.'],
  [/^file:/i, 'a file URL', "Pass a path: fileURLToPath(url), from 'node:url'."],
];

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
