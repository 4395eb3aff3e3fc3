import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { createRowIndex } from '../../../src/lib/dataset/votes/create-row-index';
import { pixelHash } from '../../../src/lib/dataset/votes/pixel-hash';
import { readRowIndex } from '../../../src/lib/dataset/votes/row-index';
import { inMemory, noise } from '../support/tiny-set';
import { NAMES_HEADER, writeCsv } from '../support/votes';

const folder = mkdtempSync(path.join(tmpdir(), 'row index '));
after(() => rmSync(folder, { recursive: true }));

describe('pixelHash()', () => {
  it('is the beginning of the SHA-256 of the bytes', () => {
    // printf abc | sha256sum
    assert.equal(pixelHash(Buffer.from('abc')), 'ba7816bf8f01');
  });
});

describe('createRowIndex()', () => {
  const dataset = inMemory([
    { seed: 1, label: 0 },
    { seed: 2, label: 0, split: 'privateTest' },
    { seed: 3, label: 0 },
  ]);
  const create = (...lines: string[]) =>
    createRowIndex(dataset, writeCsv(folder, { name: 'votes.csv', lines: [NAMES_HEADER, ...lines] }));
  const VOTES = '1,0,0,0,0,0,0,0,0,0';

  it("writes the hash of each image's pixels to its row, and readRowIndex() reads it", async () => {
    const bytes = await create(`image 1,35886,${VOTES}`, `image 0,2,${VOTES}`, `elsewhere,4,${VOTES}`);
    const file = path.join(folder, 'index.bin');
    writeFileSync(file, bytes);
    const index = await readRowIndex(file);
    assert.equal(index.length, 35887);
    assert.equal(index[2], pixelHash(noise(1)));
    assert.equal(index[35886], pixelHash(noise(2)));
    assert.equal(index.filter((hash) => hash !== undefined).length, 2);
  });

  it('refuses an image whose row is of another split', async () => {
    await assert.rejects(
      create(`image 1,3,${VOTES}`),
      /ferplus_row of image 1 in .*votes\.csv to be a row of privateTest, where the image is but found 3, which is one of train\. Rows are counted from 0/,
    );
  });

  it('refuses a CSV with the names of other images, or without rows', async () => {
    await assert.rejects(create(`elsewhere,4,${VOTES}`), /found other names, such as elsewhere\. Add/);
    const lines = [NAMES_HEADER.replace('ferplus_row,', ''), `image 1,${VOTES}`];
    await assert.rejects(
      createRowIndex(dataset, writeCsv(folder, { name: 'no-rows.csv', lines })),
      /votes\.csv|no-rows\.csv to be a CSV with the names .* found names without rows\./,
    );
  });
});

describe('readRowIndex()', () => {
  it('has a hash for nearly every row, and none twice in a split', async () => {
    const index = await readRowIndex();
    assert.equal(index.length, 35887);
    const known = index.filter((hash) => hash !== undefined);
    assert.ok(known.length > 34000, `${known.length}`);
    assert.equal(
      new Set(index.slice(28709, 32298).filter(Boolean)).size,
      index.slice(28709, 32298).filter(Boolean).length,
    );
    assert.ok(known.every((hash) => /^[0-9a-f]{12}$/.test(hash)));
  });

  it('refuses a file of another size, and one that is missing', async () => {
    const file = path.join(folder, 'short.bin');
    writeFileSync(file, Buffer.alloc(12));
    await assert.rejects(
      readRowIndex(file),
      /short\.bin to be the index of FER-2013's rows, 215322 bytes but found 12 bytes\. Restore it with `git checkout/,
    );
    await assert.rejects(readRowIndex(path.join(folder, 'none.bin')), /found nothing there\. Restore it/);
  });
});
