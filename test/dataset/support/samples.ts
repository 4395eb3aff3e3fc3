import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { makeTar } from './make-tar';
import { makeZip } from './make-zip';
import { noise, pixelText, tinyTree } from './tiny-set';

const USAGES = ['Training', 'Training', 'PublicTest', 'PrivateTest'];

/** The rows of a small CSV: for every emotion two to train with and one in each test. */
export function tinyCsv({ delimiter = ',', end = '\n' } = {}): string {
  const rows = Array.from({ length: 28 }, (_, i) =>
    [i % 7, pixelText(noise(i)), USAGES[Math.floor(i / 7)]].join(delimiter),
  );
  return [['emotion', 'pixels', 'Usage'].join(delimiter), ...rows, ''].join(end);
}

const members = (files: ReadonlyMap<string, Buffer>) =>
  Array.from(files, ([name, bytes]) => ({ name, bytes }));

/** A small data set in each form that is one file, by the file's name. */
export async function sampleSets(): Promise<Map<string, Buffer>> {
  const tree = await tinyTree();
  const csv = Buffer.from(tinyCsv());
  const zip = makeZip(members(tree));
  const tar = makeTar([{ name: 'fer2013/fer2013.csv', bytes: csv }]);
  return new Map([
    ['tree.zip', zip],
    ['csv.zip', makeZip([{ name: 'fer2013.csv', bytes: csv }])],
    ['nested.zip', makeZip([{ name: 'fer2013.zip', bytes: zip, stored: true }])],
    ['set.csv', csv],
    ['utf16.csv', Buffer.from(`\ufeff${tinyCsv({ end: '\r\n' })}`, 'utf16le')],
    ['tree.tar', makeTar(members(tree))],
    ['csv.tar.gz', gzipSync(tar)],
    ['csv.gz', gzipSync(csv)],
  ]);
}

/** A picture of every kind that is decoded, by its kind. */
export async function samplePictures(): Promise<Map<string, Buffer>> {
  const raw = { width: 60, height: 60, channels: 1 } as const;
  const picture = () => sharp(noise(1, 60), { raw });
  const plain = sharp(noise(1), { raw: { ...raw, width: 48, height: 48 } }).toColourspace('b-w');
  return new Map<string, Buffer>([
    ['plain.jpg', await plain.jpeg().toBuffer()],
    [
      'progressive.jpg',
      await picture().jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer(),
    ],
    ['picture.png', await picture().png().toBuffer()],
    ['interlaced.png', await picture().png({ progressive: true, palette: true }).toBuffer()],
    ['lossy.webp', await picture().webp().toBuffer()],
    ['lossless.webp', await picture().webp({ lossless: true }).toBuffer()],
    ['picture.gif', await picture().gif().toBuffer()],
    ['picture.tiff', await picture().tiff({ compression: 'lzw' }).toBuffer()],
    [
      'tiled.tiff',
      await picture().tiff({ compression: 'deflate', tile: true, tileWidth: 32, tileHeight: 32 }).toBuffer(),
    ],
    ['picture.avif', await picture().avif({ effort: 0 }).toBuffer()],
  ]);
}
