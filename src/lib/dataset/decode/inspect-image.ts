import { expectation } from '../../errors';
import { loadSharp } from './load-sharp';
import { countJpegScans, readJpegHeader } from './jpeg-header';
import { notAnImage } from './not-an-image';

/** Signatures of the image formats that are decoded; `?` is any byte. */
const KINDS: readonly (readonly [start: string, kind: string])[] = [
  ['\xff\xd8\xff', 'JPEG'],
  ['\x89PNG\r\n\x1a\n', 'PNG'],
  ['RIFF????WEBP', 'WebP'],
  ['GIF8', 'GIF'],
  ['II*\0', 'TIFF'],
  ['MM\0*', 'TIFF'],
  ['II+\0', 'TIFF'],
  ['MM\0+', 'TIFF'],
  ['????ftyp', 'AVIF'],
];

/**
 * The most scans of a JPEG; a progressive one has about ten. Each takes as long as decoding the
 * whole image.
 */
const MOST_SCANS = 100;

/** Bytes of decoder memory per pixel: as many as in the deepest PNG, except for AVIF. */
const PIXEL_BYTES = 8;
/** Measured bytes per pixel of AVIF's decoder, for 8 bits per channel and for more. */
const AVIF_PIXEL_BYTES = { uchar: 24, deeper: 32 };
/**
 * Bytes allowed per pixel of AVIF, so that all formats need about the same memory at their limit.
 */
const AVIF_BUDGET = 18;

/** The number of bytes per value for each of sharp's `depth`s. */
const DEPTH_BYTES: Readonly<Record<string, number>> = {
  ...{ uchar: 1, char: 1, ushort: 2, short: 2, uint: 4, int: 4, float: 4 },
  ...{ complex: 8, double: 8, dpcomplex: 16 },
};

/**
 * Checks an image's header before it is decoded: its format, its number of pixels and the memory
 * that decoding takes. A file of a few kilobytes can declare an image that exhausts memory.
 *
 * @param bytes the encoded image
 * @param options
 * @param options.name the image, for errors
 * @param options.maxPixels the largest number of pixels, at 8 bytes each; fewer where a decoder
 *   needs more per pixel
 * @returns its number of pixels
 * @throws ExpectationError for an image that is too large, or a file that is not in a supported
 *   format
 * @example const pixels = await inspectImage(bytes, { name: 'me.avif', maxPixels: 25_000_000 });
 */
export async function inspectImage(
  bytes: Buffer,
  { name, maxPixels }: { name: string; maxPixels: number },
): Promise<number> {
  if (!KINDS.some(([start]) => startsWith(bytes, start)))
    throw notAnImage(name, { bytes, cause: new Error(otherKind(bytes)) });
  const scans = countJpegScans(bytes);
  if (scans > MOST_SCANS)
    throw notAnImage(name, {
      bytes,
      cause: new Error(
        `a JPEG of ${scans} scans, which would take minutes to decode; at most ${MOST_SCANS} are allowed`,
      ),
    });
  const known = pixelsOfHeader(bytes);
  if (known !== undefined && known <= Math.min(SMALL, maxPixels)) return known;
  const sharp = await loadSharp();
  let metadata;
  try {
    metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw notAnImage(name, { bytes, cause: error });
  }
  const { format, width, height, channels = 4, depth = 'uchar' } = metadata;
  const pixels = width * height;
  const isAvif = format === 'heif';
  const pixelBytes = isAvif
    ? AVIF_PIXEL_BYTES[depth === 'uchar' ? 'uchar' : 'deeper']
    : channels * (DEPTH_BYTES[depth] ?? 16);
  const most = maxPixels * Math.min(1, (isAvif ? AVIF_BUDGET : PIXEL_BYTES) / pixelBytes);
  if (pixels <= most) return pixels;
  throw expectation(name, {
    expectation: `an image of at most ${megapixels(most)}${isAvif ? ' (AVIF takes more memory than others)' : ''}`,
    found: `${width}x${height} pixels (${megapixels(pixels)})`,
    advice: 'Make it smaller, or raise the limit in code: maxPixels.',
  });
}

/** A PNG or JPEG with fewer pixels takes little memory, whatever else it contains. */
const SMALL = 1_000_000;

/**
 * The number of pixels of a PNG or JPEG, read from its header, so that sharp need not open each of
 * thousands of files twice.
 */
function pixelsOfHeader(bytes: Buffer): number | undefined {
  if (startsWith(bytes, '\x89PNG') && bytes.length > 24)
    return bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
  const header = readJpegHeader(bytes);
  return header && header.width * header.height;
}

const megapixels = (pixels: number) => `${Number((pixels / 1e6).toPrecision(3))} megapixels`;

function startsWith(bytes: Buffer, start: string): boolean {
  return (
    bytes.length >= start.length &&
    Array.from(start).every((character, i) => character === '?' || bytes[i] === character.charCodeAt(0))
  );
}

/** Describes files that are often mistaken for images, or are images in an unsupported format. */
function otherKind(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, 1024);
  if (/<svg/i.test(start)) return 'an SVG drawing: save it as a PNG';
  if (start.startsWith('\x1f\x8b')) return 'compressed with gzip: unpack it';
  if (start.startsWith('BM')) return 'a BMP: save it as a PNG';
  if (start.startsWith('%PDF')) return 'a PDF: save its page as a PNG';
  if (/^\s*<(?:!doctype|html)/i.test(start)) return 'a web page';
  return `not one of ${[...new Set(KINDS.map(([, kind]) => kind))].join(', ')}`;
}
