import { crc32, deflateSync } from 'node:zlib';
import { IMAGE_BYTES, IMAGE_SIZE } from '../dataset/dataset';
import { expectation } from '../errors';

/**
 * A 48x48 image as PNG. Written here rather than by sharp, whose pictures come later (a promise) and cost a millisecond
 * each: so plot functions can give their figure at once.
 * Source: the PNG specification (W3C), colour types 0 (gray) and 2 (RGB) with 8 bits.
 *
 * @param pixels `[48 * 48]` gray values or `[48 * 48 * 3]` red, green and blue, 0 to 255; fractions are rounded, what
 *   lies outside is cut off
 * @throws {ExpectationError} when it has neither 2,304 nor 6,912 numbers
 */
export function encodePng(pixels: ArrayLike<number>): Buffer {
  const channels = pixels.length / IMAGE_BYTES;
  if (channels !== 1 && channels !== 3) {
    throw expectation('an image', {
      expectation: `of ${IMAGE_BYTES} gray or ${3 * IMAGE_BYTES} RGB values (48x48)`,
      found: pixels.length,
    });
  }
  const bytes = Uint8ClampedArray.from(pixels);
  // Each row begins with the number of its filter: 0, none.
  const width = IMAGE_SIZE * channels;
  const rows = Buffer.alloc((width + 1) * IMAGE_SIZE);
  for (let row = 0; row < IMAGE_SIZE; row++) {
    rows.set(bytes.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(IMAGE_SIZE, 0);
  header.writeUInt32BE(IMAGE_SIZE, 4);
  header[8] = 8;
  header[9] = channels === 1 ? 0 : 2;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND')]);
}

/** A PNG's part: length, name, content, checksum over name and content. */
function chunk(name: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** An image, gray or RGB, as an address that a page shows without fetching anything. */
export function pngDataUri(pixels: ArrayLike<number>): string {
  return `data:image/png;base64,${encodePng(pixels).toString('base64')}`;
}
