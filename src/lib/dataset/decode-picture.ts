import { readFile } from 'node:fs/promises';
import { IMAGE_SIZE } from './dataset';
import { decodeJpegs, isPlainJpeg } from './decode-jpegs';
import { loadSharp } from './drawn/load-sharp';
import { expectation } from '../errors';
import { notAPicture } from './not-a-picture';
import { isMissing } from './stat-if-there';

/**
 * Makes any picture what the model takes: `[48 * 48]` gray values 0 to 255. A 48x48 gray JPEG is decoded by
 * TensorFlow, as the data set is; every other picture (size, colour, PNG, WebP, ...) by sharp: turned as its EXIF
 * says, put on white where it is transparent, made gray, scaled until it covers 48x48 and cut in the middle.
 *
 * @param picture its encoded bytes, or the path of its file
 * @param options.name what an error calls it; the path, or "the picture"
 * @throws ExpectationError when the file does not exist or is no whole picture
 * @example const pixels = await decodePicture('me.png');
 */
export async function decodePicture(
  picture: Buffer | string,
  { name = typeof picture === 'string' ? picture : 'the picture' }: { name?: string } = {},
): Promise<Uint8Array> {
  const bytes = typeof picture === 'string' ? await readPicture(picture) : picture;
  return isPlainJpeg(bytes) ? decodeJpegs([{ name, bytes }]) : decodeBySharp(bytes, name);
}

async function readPicture(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw expectation(file, {
      expectation: 'the path of a picture',
      found: 'nothing there',
      advice: 'Correct the path; a relative one starts at the working directory.',
    });
  }
}

async function decodeBySharp(bytes: Buffer, name: string): Promise<Uint8Array> {
  const sharp = await loadSharp();
  try {
    const gray: Buffer = await sharp(bytes)
      .autoOrient()
      .flatten({ background: '#fff' })
      .resize(IMAGE_SIZE, IMAGE_SIZE, { fit: 'cover' })
      .greyscale()
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
      .toBuffer();
    return new Uint8Array(gray);
  } catch (error) {
    throw notAPicture(name, { bytes, cause: error });
  }
}
