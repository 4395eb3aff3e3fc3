import { LIMITS } from '../limits';
import type { RawImage } from '../raw-image';
import { inspectImage } from './inspect-image';
import { loadSharp } from './load-sharp';
import { notAnImage } from './not-an-image';
import { readEncoded } from './read-encoded';

/** How {@link decodePhotograph} decodes. */
export interface DecodePhotographOptions {
  /** What an error calls the image; by default its path, or "the image". */
  name?: string;
  /** The largest number of pixels. */
  maxPixels?: number;
}

/**
 * Decodes a photograph at its full size, as it is shown: rotated as its EXIF says, in sRGB, 8 bits,
 * transparent parts on white. Of an animation, its first frame.
 *
 * @param image its encoded bytes (JPEG, PNG, WebP, GIF, TIFF, AVIF), or the path of its file
 * @returns RGB: `[height * width * 3]`
 * @throws ExpectationError when the file does not exist, is not a complete image, or has too many
 *   pixels
 * @example const { width, height } = await decodePhotograph('party.jpg');
 */
export async function decodePhotograph(
  image: Uint8Array | string,
  {
    name = typeof image === 'string' ? image : 'the image',
    maxPixels = LIMITS.photographPixels,
  }: DecodePhotographOptions = {},
): Promise<RawImage> {
  const bytes = await readEncoded(image, name);
  await inspectImage(bytes, { name, maxPixels });
  const sharp = await loadSharp();
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: Math.ceil(maxPixels) })
      .autoOrient()
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels: info.channels as 1 | 3 };
  } catch (error) {
    throw notAnImage(name, { bytes, cause: error });
  }
}
