import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { decodeImage } from '../../../src/lib/dataset/decode/decode-image';
import { decodeImages } from '../../../src/lib/dataset/decode/decode-images';
import { loadDataset } from '../../../src/lib/dataset/load-dataset';
import { ExpectationError } from '../../../src/lib/errors';
import { makeZip } from '../support/make-zip';
import { inTemporaryFolder, jpegOf, noise, tinyTree, writeTree } from '../support/tiny-set';

const load = (file: string) =>
  loadDataset(
    { kind: 'drawn faces', path: file },
    { cacheFolder: path.join(path.dirname(file), 'cache'), counts: null },
  );

async function rejects(promise: Promise<unknown>, ...words: string[]) {
  const began = performance.now();
  await assert.rejects(promise, (error) => {
    assert(error instanceof ExpectationError, String(error));
    for (const word of words) assert(error.message.includes(word), error.message);
    assert(error.message.length < 3000, 'a message that can be read');
    return true;
  });
  assert(performance.now() - began < 10_000, 'at once');
}

/** A gray JPEG whose header announces another size. */
async function jpegOfSize(width: number, height: number): Promise<Buffer> {
  const bytes = Buffer.from(await jpegOf(1));
  let at = 2;
  while (bytes[at + 1] < 0xc0 || bytes[at + 1] > 0xc2) at += 2 + bytes.readUInt16BE(at + 2);
  bytes.writeUInt16BE(height, at + 5);
  bytes.writeUInt16BE(width, at + 7);
  return bytes;
}

/** A blank picture in a format that packs it small. */
const blank = (size: number) =>
  sharp({
    create: { width: size, height: size, channels: 3, background: '#888' },
    limitInputPixels: false,
  });

describe('decodeImage() refuses', () => {
  it('a picture of more pixels than asked for, of every kind, before it decodes them', async () => {
    const pictures = {
      jpeg: await blank(100).jpeg().toBuffer(),
      png: await blank(100).png().toBuffer(),
      webp: await blank(100).webp().toBuffer(),
      gif: await blank(100).gif().toBuffer(),
      tiff: await blank(100).tiff().toBuffer(),
      avif: await blank(100).avif({ effort: 0 }).toBuffer(),
    };
    for (const [name, bytes] of Object.entries(pictures)) {
      await rejects(
        decodeImage(bytes, { name, maxPixels: 5000 }),
        name,
        'megapixels',
        '100x100 pixels',
        'maxPixels',
      );
      assert.equal((await decodeImage(bytes, { name, maxPixels: 20_000 }))[0], 136, name);
    }
  });

  it('25 megapixels and more unless it is asked for them', async () => {
    await rejects(decodeImage(await jpegOfSize(65500, 65500)), '25 megapixels', '65500x65500');
    await rejects(decodeImage(await blank(5001).png().toBuffer()), '25 megapixels', '5001x5001');
    assert.equal((await decodeImage(await blank(4999).png().toBuffer()))[0], 136);
    assert.equal((await decodeImage(await blank(5001).png().toBuffer(), { maxPixels: 3e7 }))[0], 136);
    for (const maxPixels of [0, -1, NaN, Infinity])
      await rejects(decodeImage(await jpegOf(1), { maxPixels }), 'maxPixels', 'found');
  });

  it('a JPEG with a second frame of another size, which TensorFlow would decode', async () => {
    const large = await jpegOfSize(65500, 65500);
    const small = await jpegOf(1);
    await rejects(decodeImage(Buffer.concat([large.subarray(0, -2), small.subarray(2)])), 'megapixels');
  });

  it('a JPEG of more scans than any has', async () => {
    const bytes = await sharp(noise(1, 60), { raw: { width: 60, height: 60, channels: 1 } })
      .jpeg({ progressive: true })
      .toBuffer();
    const scan = bytes.indexOf(Buffer.from([0xff, 0xda]));
    const scans = Array.from({ length: 200 }, () => bytes.subarray(scan, -2));
    await rejects(
      decodeImage(Buffer.concat([bytes.subarray(0, scan), ...scans, bytes.subarray(-2)])),
      'scans',
    );
  });

  it('drawings, and what is packed, since a few kilobytes of them can take a gigabyte', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"></svg>');
    await rejects(decodeImage(svg), 'an SVG drawing');
    await rejects(decodeImage(gzipSync(svg)), 'compressed with gzip');
    await rejects(decodeImage(Buffer.from('BM and so on')), 'a BMP');
  });

  it('what is no file', async (test) => {
    await inTemporaryFolder(async (folder) => {
      await rejects(decodeImage(folder), folder, 'a folder');
      const url = `data:image/png;base64,${'A'.repeat(100_000)}`;
      await rejects(decodeImage(url), 'a data URL', 'base64');
      await rejects(decodeImage('https://example.org/a.png'), 'an address on the web');
      await rejects(decodeImage(path.join(folder, 'a'.repeat(5000))), 'a name longer than');
      await rejects(decodeImage('a\0b'), 'no file can have');
      for (const none of [undefined, null, 7, {}])
        await rejects(decodeImage(none as never), 'the path of its file');
      const large = path.join(folder, 'large.png');
      writeFileSync(large, '');
      truncateSync(large, 3 * 2 ** 30);
      await rejects(decodeImage(large), 'large.png', '80,000,000 bytes', '3,221,225,472');
      if (process.platform === 'win32') return test.diagnostic('no pipes, devices or sockets there');
      const pipe = path.join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      await rejects(decodeImage(pipe), 'pipe', 'a named pipe');
      await rejects(decodeImage('/dev/zero'), '/dev/zero', 'a device');
      const socket = path.join(folder, 's');
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(socket, resolve));
      await rejects(decodeImage(socket), 'a socket');
      server.close();
    });
  });

  it('nothing that is a Uint8Array of a picture', async () => {
    const bytes = new Uint8Array(await jpegOf(2));
    assert.deepEqual(await decodeImage(bytes), await decodeImage(Buffer.from(bytes)));
  });
});

describe('loadDataset() refuses', () => {
  it('an archive whose entries share their bytes', async () => {
    await inTemporaryFolder(async (folder) => {
      // One entry's data, and two names in the directory for it.
      const bytes = makeZip([
        { name: 'train/happy/1.jpg', bytes: await jpegOf(1), stored: true },
        { name: 'train/happy/2.jpg', bytes: await jpegOf(2), stored: true },
      ]);
      const directory = bytes.readUInt32LE(bytes.length - 6);
      const second = bytes.indexOf('PK\x01\x02', directory + 4, 'latin1');
      bytes.writeUInt32LE(0, second + 42);
      writeFileSync(path.join(folder, 'set.zip'), bytes);
      await rejects(load(path.join(folder, 'set.zip')), 'set.zip', 'which overlap');
    });
  });

  it('an archive of more entries than are read', async () => {
    await inTemporaryFolder(async (folder) => {
      const end = Buffer.alloc(22 + 20 + 56);
      end.write('PK\x06\x06', 0, 'latin1');
      end.writeBigUInt64LE(400_000n, 32);
      end.write('PK\x06\x07', 56, 'latin1');
      end.writeBigUInt64LE(4n, 64);
      end.write('PK\x05\x06', 76, 'latin1');
      // The signature of a zip's first entry, then only the end records.
      writeFileSync(path.join(folder, 'set.zip'), Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), end]));
      const file = path.join(folder, 'set.zip');
      await rejects(load(file), 'set.zip', '300,000', '400,000');
    });
  });

  it('files over a gigabyte, without reading them', async () => {
    await inTemporaryFolder(async (folder) => {
      for (const [name, start] of [
        ['set.zip', 'PK\x03\x04'],
        ['set.csv', 'emotion,pixels,Usage\n'],
      ]) {
        const file = path.join(folder, name);
        writeFileSync(file, start);
        truncateSync(file, 3 * 2 ** 30);
        await rejects(load(file), name, '1,073,741,824 bytes', '3,221,225,472');
      }
    });
  });

  it('a CSV that unpacks to more than is read, or to nothing but blank lines', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = path.join(folder, 'set.csv');
      writeFileSync(file, `emotion,pixels,Usage\n${'\n'.repeat(200_000)}`);
      await rejects(load(file), 'set.csv', 'blank lines');
      const packed = path.join(folder, 'set.csv.gz');
      writeFileSync(packed, gzipSync(`emotion,pixels,Usage\n${'\n'.repeat(10_000_000)}`));
      await rejects(load(packed), 'set.csv.gz', 'blank lines');
    });
  });

  it('pipes, devices and dead links in the tree, and pictures that are too large', async (test) => {
    if (process.platform === 'win32') return test.skip('no pipes or devices there');
    const tree = await tinyTree();
    await inTemporaryFolder(async (folder) => {
      const use = async (name: string, make: (file: string) => void, ...words: string[]) => {
        const own = path.join(folder, name);
        writeTree(own, tree);
        make(path.join(own, 'train', 'happy', 'odd.jpg'));
        await rejects(load(own), 'train/happy/odd.jpg', ...words);
      };
      await use('pipe', (file) => execFileSync('mkfifo', [file]), 'a named pipe');
      await use('zero', (file) => execFileSync('ln', ['-s', '/dev/zero', file]), 'a device');
      await use('link', (file) => execFileSync('ln', ['-s', 'none', file]), 'a broken link');
      await use('folder', (file) => mkdirSync(file), 'directly in a class folder');
      await use('large', (file) => (writeFileSync(file, ''), truncateSync(file, 3 * 2 ** 30)), '80,000,000');
      const pipe = path.join(folder, 'fer2013.csv');
      execFileSync('mkfifo', [pipe]);
      await rejects(load(pipe), 'a named pipe');
      await rejects(load('/dev/zero'), 'a device');
    });
  });
});

describe('decodeImages()', () => {
  it('holds no more encoded bytes than its limit and one picture', async () => {
    const bytes = Buffer.concat([await jpegOf(3), Buffer.alloc(10 * 2 ** 20)]);
    let held = 0;
    let most = 0;
    const files = Array.from({ length: 12 }, (_, i) => ({
      ...{ name: `${i}.jpg`, fullName: `${i}.jpg`, split: 'train' as const, label: 0 },
      read: () => {
        held += bytes.length;
        most = Math.max(most, held);
        return bytes;
      },
    }));
    const images = await decodeImages(files, { onProgress: () => (held = 0) });
    assert.equal(images.length, 12 * 2304);
    assert(most <= 2 ** 25 + bytes.length, String(most));
  });
});
