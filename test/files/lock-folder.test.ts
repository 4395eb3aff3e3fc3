import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { lockFolder, LOCK_FILE } from '../../src/lib/files/lock-folder';

const options = {
  work: 'training',
  advice: 'Wait for it to end, or name another folder.',
  command: 'npm run train',
};

describe('lockFolder()', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lock folder '));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("refuses a second with the first one's process, its time, and what to do", () => {
    const run = path.join(folder, 'run');
    const lock = lockFolder(run, options);
    assert.throws(() => lockFolder(run, options), {
      name: 'ExpectationError',
      message: new RegExp(
        `^Expected .*run to be a folder that no other training uses but found process ${process.pid} \\(npm run train\\), since .*\\. Wait for it to end, or name another folder\\.$`,
      ),
    });
    lock.release();
    lockFolder(run, options).release();
    assert.equal(existsSync(path.join(run, LOCK_FILE)), false);
  });

  it('says how to remove the lock of another machine', () => {
    const run = path.join(folder, 'shared');
    const file = path.join(run, LOCK_FILE);
    const lock = lockFolder(run, options);
    const content = JSON.parse(readFileSync(file, 'utf8')) as object;
    lock.release();
    writeFileSync(file, JSON.stringify({ ...content, host: '00000000', hostname: 'the-other' }));
    assert.throws(
      () => lockFolder(run, options),
      /on the-other, since .* delete .*\.lock; otherwise: Wait for it/,
    );
  });

  it("names the folder that can't be made", () => {
    const file = path.join(folder, 'a file');
    writeFileSync(file, '');
    assert.throws(
      () => lockFolder(path.join(file, 'run'), options),
      /Expected .*a file.run.\.lock to be .*ENOTDIR/,
    );
  });

  it('guards nothing where nothing can be written', { skip: process.getuid?.() === 0 }, () => {
    const sealed = mkdtempSync(path.join(folder, 'sealed '));
    chmodSync(sealed, 0o555);
    lockFolder(sealed, options).release();
    chmodSync(sealed, 0o755);
  });
});
