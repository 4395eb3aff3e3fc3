import path from 'node:path';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { createRandom, decodeImage, type Random } from '../../../../src/lib/index';
import { mutateBytes } from '../bytes';
import { digestOf } from '../folders';
import type { Files, Format } from '../format';

const WIDTH = 96;
const HEIGHT = 64;

/**
 * Where a format stores an image's size: the offset, the bytes per number, and the byte order.
 */
interface SizeField {
  /** Finds it. */
  find: (bytes: Buffer) => number;
  length: 2 | 3 | 4;
  little: boolean;
}

const after = (text: string, skip: number) => (bytes: Buffer) => {
  const at = bytes.indexOf(text, 0, 'latin1');
  return at < 0 ? -1 : at + skip;
};

/** Height and width of a JPEG follow its frame's marker, length and precision. */
function findFrame(bytes: Buffer): number {
  for (let i = 2; i + 9 < bytes.length && bytes[i] === 0xff; i += 2 + bytes.readUInt16BE(i + 2))
    if (bytes[i + 1] >= 0xc0 && bytes[i + 1] <= 0xc2) return i + 5;
  return -1;
}

const SIZE_FIELDS: Readonly<Record<string, SizeField>> = {
  jpeg: { find: findFrame, length: 2, little: false },
  'gray-jpeg': { find: findFrame, length: 2, little: false },
  png: { find: after('IHDR', 4), length: 4, little: false },
  gif: { find: () => 6, length: 2, little: true },
  webp: { find: after('VP8 ', 14), length: 2, little: true },
  avif: { find: after('ispe', 8), length: 4, little: false },
  bmp: { find: () => 18, length: 4, little: true },
};

/**
 * Changes the declared size of an image; a PNG's checksum is recomputed, so that only the size is
 * wrong.
 */
function resize(bytes: Buffer, { find, length, little }: SizeField, random: Random) {
  const at = find(bytes);
  if (at < 0 || at + 2 * length > bytes.length) return mutateBytes(bytes, random);
  const copy = Buffer.from(bytes);
  const largest = 2 ** (8 * length) - 1;
  const sizes = [0, 1, 48, 4096, 16000, 30000, 65535, 2 ** 24, 2 ** 31 - 1, largest].filter(
    (size) => size <= largest,
  );
  const [width, height] = [0, 1].map(() => sizes[random.integer(sizes.length)]);
  for (const [i, value] of [width, height].entries())
    if (little) copy.writeUIntLE(value, at + i * length, length);
    else copy.writeUIntBE(value, at + i * length, length);
  if (copy.toString('latin1', 12, 16) === 'IHDR') copy.writeUInt32BE(crc32(copy.subarray(12, 29)), 29);
  return { bytes: copy, what: `declared to be ${width} by ${height}` };
}

/** A BMP of 24 bits, which sharp can't write. */
function makeBmp(pixels: Buffer): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54 + pixels.length, 2);
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(WIDTH, 18);
  header.writeInt32LE(HEIGHT, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  return Buffer.concat([header, pixels]);
}

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="64" viewBox="0 0 96 64"><rect width="96" height="64" fill="#fff"/><circle cx="40" cy="30" r="20" fill="#888"/></svg>`;

/**
 * Malicious SVGs: they request memory, files, other images, other machines, or endless references.
 */
const SVGS: readonly string[] = [
  SVG.replace('width="96" height="64"', 'width="30000" height="30000"'),
  SVG.replace('width="96" height="64"', 'width="1e9" height="1e9"'),
  SVG.replace('width="96"', 'width="NaN"'),
  SVG.replace('width="96"', 'width="-1"'),
  SVG.replace('<circle', '<image href="file:///etc/passwd" width="9" height="9"/><circle'),
  SVG.replace('<circle', '<image href="http://127.0.0.1:9/x.png" width="9" height="9"/><circle'),
  `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${SVG.replace('<circle', '<text>&x;</text><circle')}`,
  `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "${`&a${i ? i - 1 : ''};`.repeat(10)}">`).join('')}]>${SVG.replace('<circle', '<text>&a8;</text><circle')}`,
  SVG.replace('<circle', '<use id="a" href="#a"/><circle'),
  SVG.replace('<circle', `${'<g>'.repeat(50_000)}${'</g>'.repeat(50_000)}<circle`),
  SVG.replace(
    '<circle',
    '<filter id="f"><feGaussianBlur stdDeviation="1000"/></filter><rect filter="url(#f)" width="9999" height="9999"/><circle',
  ),
];

/** Small files that contain large images. */
async function bomb(variant: string, random: Random): Promise<{ bytes: Buffer; what: string }> {
  const size = 5500 + random.integer(3000);
  const create = { width: size, height: size, channels: 3, background: '#fff' } as const;
  const image = sharp({ create, limitInputPixels: false });
  const encode: Record<string, () => Sharp> = {
    jpeg: () => image.jpeg({ quality: 30 }),
    'gray-jpeg': () => image.greyscale().jpeg({ quality: 30 }),
    png: () => image.png({ compressionLevel: 9, palette: false }),
    tiff: () => image.tiff({ compression: 'deflate' }),
    webp: () => image.webp({ lossless: true, effort: 0 }),
  };
  const made = await (encode[variant] ?? encode.png)().toBuffer();
  return { bytes: made, what: `an image of ${size} by ${size} in ${made.length} bytes` };
}

/** Images in formats that sharp reads, and in some that it does not. */
export const picture: Format = {
  name: 'picture',
  share: 2,
  refused: ['bmp', 'svg'],
  async originals() {
    const random = createRandom(7);
    const pixels = Buffer.from(Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, () => random.integer(256)));
    const raw = { raw: { width: WIDTH, height: HEIGHT, channels: 3 } } as const;
    const image = () => sharp(pixels, raw);
    const gray = sharp(pixels.subarray(0, 2304), { raw: { width: 48, height: 48, channels: 1 } });
    const withExif = image().withExif({ IFD0: { Orientation: '6', Artist: 'nobody' } });
    const made: Record<string, Buffer> = {
      jpeg: await withExif.jpeg().toBuffer(),
      'gray-jpeg': await gray.toColourspace('b-w').jpeg().toBuffer(),
      png: await image().png().toBuffer(),
      webp: await image().webp().toBuffer(),
      avif: await image().avif().toBuffer(),
      gif: await image().gif().toBuffer(),
      tiff: await image().tiff({ compression: 'lzw' }).toBuffer(),
      bmp: makeBmp(pixels),
      svg: Buffer.from(SVG),
    };
    return Object.fromEntries(Object.entries(made).map(([name, bytes]) => [name, { 'face.img': bytes }]));
  },
  async mutate(original, { random, variant }) {
    const whole = Buffer.from(original['face.img'] as Uint8Array);
    const kind = random.next();
    const field = SIZE_FIELDS[variant];
    const madeUp = () => {
      const i = random.integer(SVGS.length);
      return { bytes: Buffer.from(SVGS[i]), what: `made-up SVG ${i}` };
    };
    const { bytes, what } =
      variant === 'svg' && kind < 0.4
        ? madeUp()
        : field && kind < 0.25
          ? resize(whole, field, random)
          : kind < 0.27
            ? await bomb(variant, random)
            : mutateBytes(whole, random);
    return { what: `${variant}: ${what}`, files: { 'face.img': bytes } satisfies Files };
  },
  async read(folder) {
    const pixels = await decodeImage(path.join(folder, 'face.img'));
    return {
      digest: digestOf(pixels),
      problem: pixels.length === 2304 ? undefined : `${pixels.length} pixels`,
    };
  },
};
