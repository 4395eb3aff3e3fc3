import { expectation } from '../../errors';
import { loadSharp } from './load-sharp';
import { countJpegScans, readJpegHeader } from './jpeg-header';
import { notAnImage } from './not-an-image';

/** First bytes of the kinds of pictures that are decoded; `?` is any byte. */
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

/** Scans of a JPEG: a progressive one has about ten. Each costs as much time as all of the picture. */
const MOST_SCANS = 100;

/** Bytes that one pixel takes in the decoder's memory: as many as the deepest PNG has, except for AVIF. */
const PIXEL_BYTES = 8;
/** Bytes that AVIF's decoder holds for one pixel of 8 bits a channel, and of more, as measured. */
const AVIF_PIXEL_BYTES = { uchar: 24, deeper: 32 };
/** What a pixel of AVIF may take, so that pictures of every kind need about the same memory at their limit. */
const AVIF_BUDGET = 18;

/** How many bytes a value of sharp's `depth` has. */
const DEPTH_BYTES: Readonly<Record<string, number>> = {
  ...{ uchar: 1, char: 1, ushort: 2, short: 2, uint: 4, int: 4, float: 4 },
  ...{ complex: 8, double: 8, dpcomplex: 16 },
};

/**
 * Looks at a picture's header before it is decoded: which kind it is, how many pixels it has and how much memory decoding
 * them takes. A few kilobytes can announce a picture that fills the memory.
 *
 * @param bytes the encoded picture
 * @param options
 * @param options.name the picture, for errors
 * @param options.maxPixels the most pixels that it may have, of 8 bytes each; fewer where a decoder needs more for one
 * @returns its pixels
 * @throws ExpectationError for a picture that is too large, or no picture of a kind that is decoded
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
      cause: new Error(`a JPEG of ${scans} scans, which would take minutes: at most ${MOST_SCANS} are read`),
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
    expectation: `a picture of at most ${megapixels(most)}${isAvif ? ' (AVIF takes more memory than others)' : ''}`,
    found: `${width}x${height} pixels (${megapixels(pixels)})`,
    advice: 'Make it smaller. A program that has the memory may ask for more: decodeImage(…, { maxPixels }).',
  });
}

/** A PNG or JPEG of fewer pixels takes little memory whatever else is in it. */
const SMALL = 1_000_000;

/** Pixels of a PNG or JPEG, read from its header: a data set of either has thousands that sharp need not open twice. */
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

/** What is known of files that are taken for pictures and are none that is decoded here. */
function otherKind(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, 1024);
  if (/<svg/i.test(start)) return 'an SVG drawing: save it as a PNG';
  if (start.startsWith('\x1f\x8b')) return 'packed by gzip: unpack it';
  if (start.startsWith('BM')) return 'a BMP: save it as a PNG';
  if (start.startsWith('%PDF')) return 'a PDF: save its page as a PNG';
  if (/^\s*<(?:!doctype|html)/i.test(start)) return 'a web page';
  return `none of ${[...new Set(KINDS.map(([, kind]) => kind))].join(', ')}`;
}
