import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';

/** Why there can't be a small disk to fill; false where there can. */
function noDisk(): string | false {
  if (process.platform !== 'linux') return "made with Linux's tmpfs";
  const { status } = spawnSync('unshare', ['--mount', 'true']);
  return status === 0 ? false : 'needs the right to mount';
}

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

  it("names the file, what was found and what to do, and keeps the file system's error", async () => {
    const file = path.join(folder, 'absent', 'history.json');
    await assert.rejects(writeFileAtomic(file, 'x'), (error: NodeJS.ErrnoException) => {
      assert.equal(error.name, 'ExpectationError');
      assert.equal(error.code, 'ENOENT');
      assert.equal((error.cause as NodeJS.ErrnoException).code, 'ENOENT');
      assert.equal(
        error.message,
        `Expected ${file} to be a file that can be written but found no such folder: ${path.dirname(file)} (ENOENT). Create the folder first, or correct the path.`,
      );
      return true;
    });
    await assert.rejects(
      writeFileAtomic(path.join(folder, 'taken'), 'x'),
      /taken .* a folder with that name \(E/,
    );
    await assert.rejects(writeFileAtomic(path.join(folder, 'a file.txt', 'x'), 'x'), /ENOTDIR/);
    await assert.rejects(writeFileAtomic(path.join(folder, 'x'.repeat(300)), 'x'), /ENAMETOOLONG/);
    await assert.rejects(writeFileAtomic(`${folder}/a\0b`, 'x'), /a path that no file can have/);
  });

  it('says that the disk is full', { skip: noDisk() }, async () => {
    const disk = path.join(folder, 'full');
    await mkdir(disk);
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', disk]);
    try {
      const file = path.join(disk, 'last.safetensors');
      await writeFileAtomic(file, 'what was there before');
      await assert.rejects(writeFileAtomic(file, new Uint8Array(1 << 20)), {
        code: 'ENOSPC',
        message: `Expected ${file} to be a file that can be written but found no space left on the disk (ENOSPC). Free some space there, then try again.`,
      });
      assert.equal(await readFile(file, 'utf8'), 'what was there before');
      assert.deepEqual(await readdir(disk), ['last.safetensors']);
    } finally {
      spawnSync('umount', [disk]);
    }
  });

  it('deletes what a process left that was killed while it wrote into the same folder', async () => {
    const cache = path.join(folder, 'cache');
    await mkdir(cache);
    const args = ['--import', 'tsx', 'test/files/killed-write.ts', path.join(cache, 'faces.bin')];
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    while ((await readdir(cache)).length === 0 && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGKILL');
    await once(child, 'close');
    assert.match((await readdir(cache)).join(), /^\.faces\.bin\..*\.tmp$/);
    await writeFileAtomic(path.join(cache, 'other.bin'), 'x');
    assert.deepEqual(await readdir(cache), ['other.bin']);
  });
});
