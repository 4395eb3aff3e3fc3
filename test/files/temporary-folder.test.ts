import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';

describe('temporaryFolder()', () => {
  it('names the folder for temporary files where none can be made', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'temporary-folder-'));
    const file = path.join(folder, 'a file');
    writeFileSync(file, '');
    const before = process.env.TMPDIR;
    process.env.TMPDIR = file;
    try {
      assert.throws(() => temporaryFolder('a moment'), {
        name: 'ExpectationError',
        message: /^Expected .*a file to be a folder for temporary files \(set TMPDIR for another\) but found/,
      });
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      rmSync(folder, { recursive: true });
    }
  });
});
