import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { writeFileAtomic } from '../src/lib/files';

describe('writeFileAtomic()', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'files-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('writes text and bytes, and replaces what was there', async () => {
    const file = path.join(folder, 'a file.txt');
    await writeFileAtomic(file, 'größer');
    assert.equal(await readFile(file, 'utf8'), 'größer');
    await writeFileAtomic(file, Uint8Array.of(1, 2, 255));
    assert.deepEqual([...(await readFile(file))], [1, 2, 255]);
    assert.deepEqual(await readdir(folder), ['a file.txt']);
  });

  it('writes parts one behind the other', async () => {
    const file = path.join(folder, 'a file.txt');
    await writeFileAtomic(file, [Uint8Array.of(1, 2), Uint8Array.of(), Uint8Array.of(3)]);
    assert.deepEqual([...(await readFile(file))], [1, 2, 3]);
  });

  it('leaves no temporary file when it fails', async () => {
    await mkdir(path.join(folder, 'taken', 'inside'), { recursive: true });
    await assert.rejects(writeFileAtomic(path.join(folder, 'taken'), 'x'));
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith('.tmp')),
      [],
    );
    await assert.rejects(writeFileAtomic(path.join(folder, 'absent', 'file'), 'x'), /ENOENT/);
  });
});
