import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { bytesInMemory, chunksOf, openBytes } from '../../../src/lib/dataset/sources/byte-source';
import { createRandom } from '../../../src/lib/random';
import { inTemporaryFolder } from '../support/tiny-set';

describe('openBytes() and bytesInMemory()', () => {
  it('read the same wherever a part begins and ends, in and out of the file', async () => {
    await inTemporaryFolder(async (folder) => {
      const random = createRandom(1);
      const bytes = Buffer.from(Uint8Array.from({ length: 300_000 }, () => random.integer(256)));
      const file = path.join(folder, 'bytes');
      writeFileSync(file, bytes);
      const onDisk = openBytes(file, { what: 'a file', largest: 1e6 });
      const inMemory = bytesInMemory(bytes);
      const parts = Array.from({ length: 300 }, () => [random.integer(320_000), random.integer(200_000)]);
      for (const [position, length] of [
        ...parts,
        [0, 0],
        [300_000, 1],
        [4e9, 10],
        [2 ** 53, 1],
        [299_999, 9],
      ]) {
        const expected = bytes.subarray(position, position + length);
        assert(onDisk.read(position, length).equals(expected), `${position} ${length}`);
        assert(inMemory.read(position, length).equals(expected), `${position} ${length}`);
      }
      assert.equal(onDisk.read(-5, 10).length, 0);
      const chunks: Buffer[] = [];
      for await (const chunk of chunksOf(onDisk, { start: 7, end: 299_999 })) chunks.push(chunk);
      assert(Buffer.concat(chunks).equals(bytes.subarray(7, 299_999)));
      onDisk.close();
    });
  });
});
