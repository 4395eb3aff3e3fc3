import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { cacheFile, cleanCache, readCache, writeCache, type CachedImages } from '../../src/lib/dataset/cache';
import { EMOTIONS } from '../../src/lib/emotions';
import { loadDataset } from '../../src/lib/dataset/load-dataset';
import { tinyCsv } from './support/samples';
import { inTemporaryFolder, noise } from './support/tiny-set';

const KEY = 'ab'.repeat(32);

const images: CachedImages = {
  images: new Uint8Array(Buffer.concat([noise(1), noise(2)])),
  classes: EMOTIONS,
  fromTrain: ['publicTest'],
  labels: Uint8Array.of(3, 6),
  splits: ['train', 'privateTest'],
  names: ['a', 'b'],
  fingerprint: 'f',
};

/** The cache's bytes with another header or labels, and a checksum that fits. */
function forge(bytes: Buffer, change: (header: Record<string, unknown>, content: Buffer) => void): Buffer {
  const length = bytes.readUInt32LE(40);
  const header = JSON.parse(bytes.toString('utf8', 44, 44 + length)) as Record<string, unknown>;
  const content = Buffer.from(bytes.subarray(44 + length));
  change(header, content);
  const json = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(json.length);
  return sealed(bytes, Buffer.concat([size, json, content]));
}

const sealed = (bytes: Buffer, rest: Buffer) =>
  Buffer.concat([bytes.subarray(0, 8), createHash('sha256').update(rest).digest(), rest]);

describe('readCache()', () => {
  it('gives back what writeCache() kept', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeCache(folder, { key: KEY, cached: images });
      const result = await readCache(folder, KEY);
      assert.equal(result.state, 'found');
      assert.deepEqual(result.state === 'found' && result.cached, images);
      assert.equal((await readCache(folder, 'c'.repeat(64))).state, 'missing');
    });
  });

  it('calls damaged what has a checksum that fits and is no cache', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeCache(folder, { key: KEY, cached: images });
      const file = cacheFile(folder, KEY);
      const whole = readFileSync(file);
      const length = Buffer.alloc(4, 0xff);
      const forged = [
        ...[1, 3, -1, 1.5, '2', null, 1e9].map((count) => forge(whole, (header) => (header.count = count))),
        forge(whole, (header) => delete header.names),
        forge(whole, (header) => (header.names = ['a'])),
        forge(whole, (header) => (header.names = ['a', 7])),
        forge(whole, (header) => (header.fingerprint = 7)),
        forge(whole, (header) => (header.key = 'c'.repeat(64))),
        forge(whole, (_, content) => (content[2 * 2304] = 7)),
        forge(whole, (_, content) => (content[2 * 2304 + 3] = 3)),
        sealed(whole, Buffer.concat([length, whole.subarray(44)])),
        sealed(whole, Buffer.from([2, 0, 0, 0, 0x7b, 0x22])),
        sealed(whole, Buffer.from([4, 0, 0, 0, 0x6e, 0x75, 0x6c, 0x6c])),
        sealed(whole, Buffer.from([9])),
      ];
      for (const [i, bytes] of forged.entries()) {
        writeFileSync(file, bytes);
        const result = await readCache(folder, KEY);
        assert.equal(result.state, 'damaged', `forgery ${i}`);
      }
      rmSync(file);
      mkdirSync(file);
      assert.equal((await readCache(folder, KEY)).state, 'damaged', 'a folder');
    });
  });
});

describe('cleanCache()', () => {
  it('deletes caches of earlier versions and what killed processes left, and nothing else', async () => {
    await inTemporaryFolder((folder) => {
      const abandoned = '.faces-v3-0123456789abcdef0123.bin.0123456789ab.tmp';
      const kept = [
        'faces-v3-0123456789abcdef0123.bin',
        'faces-v9-0123456789abcdef0123.bin',
        'faces-v1-mine.txt',
      ];
      for (const name of ['faces-v1-0123456789abcdef0123.bin', abandoned, ...kept]) {
        writeFileSync(path.join(folder, name), '');
        utimesSync(path.join(folder, name), 1, 1);
      }
      cleanCache(folder);
      assert.deepEqual(readdirSync(folder).sort(), kept.sort());
      cleanCache(path.join(folder, 'none'));
    });
  });

  it('is called by every load, also one from the cache', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(path.join(folder, 'set.csv'), tinyCsv());
      const cacheFolder = path.join(folder, 'cache');
      const load = () =>
        loadDataset(
          { kind: 'drawn faces', path: path.join(folder, 'set.csv') },
          { cacheFolder, counts: null },
        );
      await load();
      const old = path.join(cacheFolder, 'faces-v1-0123456789abcdef0123.bin');
      writeFileSync(old, '');
      await load();
      assert(!existsSync(old));
    });
  });
});
