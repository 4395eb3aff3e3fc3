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
  /** What an error calls the picture; by default its path, or "the picture". */
  name?: string;
  /** The most pixels that it may have. Decoding takes up to 18 bytes of memory for each. */
  maxPixels?: number;
}

/**
 * Makes any picture what the model takes: `[48 * 48]` gray values 0 to 255. A 48x48 gray JPEG is decoded by
 * TensorFlow, as the data set is; every other picture (JPEG, PNG, WebP, GIF, TIFF, AVIF of any size) by sharp: turned as
 * its EXIF says, put on white where it is transparent, made gray, scaled until it covers 48x48 and cut in the middle.
 *
 * @param picture its encoded bytes, or the path of its file
 * @throws ExpectationError when the file does not exist, is no whole picture, or has too many pixels
 * @example const pixels = await decodeImage('me.png');
 */
export async function decodeImage(
  picture: Uint8Array | string,
  {
    name = typeof picture === 'string' ? picture : 'the picture',
    maxPixels = LIMITS.pixels,
  }: DecodeImageOptions = {},
): Promise<Uint8Array> {
  if (!(maxPixels >= 1 && maxPixels <= Number.MAX_SAFE_INTEGER))
    throw expectation('maxPixels', { expectation: 'a number of pixels from 1 on', found: maxPixels });
  const bytes = await bytesOf(picture, name);
  if (isPlainJpeg(bytes)) return decodeJpegs([{ name, bytes }]);
  await inspectImage(bytes, { name, maxPixels });
  return decodeBySharp(bytes, { name, maxPixels });
}

async function bytesOf(picture: Uint8Array | string, name: string): Promise<Buffer> {
  if (typeof picture === 'string') return readPicture(picture);
  if (picture instanceof Uint8Array)
    return Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  throw expectation(name, {
    expectation: "a picture's encoded bytes or the path of its file",
    found: picture,
    advice: 'Read its file, or give its path.',
  });
}

function readPicture(file: string): Promise<Buffer> {
  const address = ADDRESSES.find(([start]) => start.test(file));
  if (address)
    throw expectation(file, { expectation: 'the path of a picture', found: address[1], advice: address[2] });
  return readFileBytes(file, {
    what: 'the path of a picture',
    largest: LIMITS.picture,
    advice: 'Give the path of a JPEG, PNG, WebP, GIF, TIFF or AVIF.',
  });
}

/** What people give in place of a path, and what to do instead. */
const ADDRESSES: readonly (readonly [start: RegExp, found: string, advice: string])[] = [
  [/^data:/i, 'a data URL', "Pass its bytes: Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')."],
  [/^https?:/i, 'an address on the web', 'Save the picture to a file and pass the path.'],
  [/^file:/i, 'a file URL', "Pass a path: fileURLToPath(url), from 'node:url'."],
];

/**
 * Decodes a picture that was looked at, by sharp: `[48 * 48]` gray values.
 *
 * @throws ExpectationError when it is no whole picture
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
