import { crc32, deflateSync } from 'node:zlib';
import { IMAGE_BYTES, IMAGE_SIZE } from '../dataset/dataset';
import { expectation } from '../errors';

/**
 * Encodes a 48x48 image as PNG. sharp only encodes asynchronously, but plot functions return their
 * figure synchronously. @napi-rs/canvas has no grayscale PNGs and takes 2.3 times the bytes for a
 * gray face (3,911 instead of 1,696), 1.1 to 1.3 times for RGB.
 * Source: the PNG specification (W3C), colour types 0 (gray) and 2 (RGB) with 8 bits.
 *
 * @param pixels `[48 * 48]` gray values or `[48 * 48 * 3]` red, green and blue, 0 to 255; fractions
 *   are rounded, and values outside the range are clipped
 * @throws ExpectationError when it has neither 2,304 nor 6,912 numbers
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
  const rows = filterRows(bytes, { width: IMAGE_SIZE * channels, channels });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(IMAGE_SIZE, 0);
  header.writeUInt32BE(IMAGE_SIZE, 4);
  header[8] = 8;
  header[9] = channels === 1 ? 0 : 2;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND'),
  ]);
}

/**
 * Applies PNG's row filters, which predict each value from its neighbours so that only the
 * difference is stored. Of the five filters, each row uses that with the smallest sum of absolute
 * differences, as the specification recommends. The filter's number precedes the row.
 */
function filterRows(
  bytes: Uint8ClampedArray,
  { width, channels }: { width: number; channels: number },
): Buffer {
  const rows = Buffer.alloc((width + 1) * IMAGE_SIZE);
  for (let row = 0; row < IMAGE_SIZE; row++) {
    const valueAt = (y: number, x: number) => (y < 0 || x < 0 ? 0 : bytes[y * width + x]);
    const candidates = PREDICTORS.map((predict) =>
      Uint8Array.from({ length: width }, (_, x) => {
        const [left, up] = [valueAt(row, x - channels), valueAt(row - 1, x)];
        return valueAt(row, x) - predict(left, up, valueAt(row - 1, x - channels));
      }),
    );
    const sums = candidates.map((filtered) =>
      filtered.reduce((sum, byte) => sum + Math.min(byte, 256 - byte), 0),
    );
    const best = sums.indexOf(Math.min(...sums));
    rows[row * (width + 1)] = best;
    rows.set(candidates[best], row * (width + 1) + 1);
  }
  return rows;
}

/**
 * The predictions of the filters 0 to 4 (None, Sub, Up, Average, Paeth) from the values to the
 * left, above, and to the upper left.
 */
const PREDICTORS: readonly ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_left, up) => up,
  (left, up) => (left + up) >> 1,
  (left, up, corner) => {
    const distances = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
    return [left, up, corner][distances.indexOf(Math.min(...distances))];
  },
];

/** A PNG chunk: length, type, content, and the CRC of type and content. */
function chunk(name: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** A gray or RGB image as a data URI, which a page can show without fetching anything. */
export function pngDataUri(pixels: ArrayLike<number>): string {
  return `data:image/png;base64,${encodePng(pixels).toString('base64')}`;
}
