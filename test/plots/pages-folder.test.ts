import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { createPagesFolder } from '../../src/lib/plots/pages-folder';

describe('createPagesFolder()', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'pages-'));
  after(() => rmSync(root, { recursive: true }));
  const modeOf = (folder: string) => statSync(folder).mode & 0o777;
  const skip = process.platform === 'win32';

  it('makes a folder that its user alone can read, but leaves the one around it open', { skip }, () => {
    const folder = path.join(root, 'out', 'figures');
    assert.equal(createPagesFolder(folder, { kept: 3 }), folder);
    assert.equal(modeOf(folder), 0o700);
    assert.equal(modeOf(path.dirname(folder)), 0o777 & ~process.umask());
  });

  it('closes one that is there, and deletes its oldest pages', () => {
    const folder = path.join(root, 'open');
    mkdirSync(folder, { mode: 0o755 });
    for (const name of ['2026-01.html', '2026-03.html', '2026-02.html', '2025-12.html', 'notes.txt'])
      writeFileSync(path.join(folder, name), '');
    assert.equal(createPagesFolder(folder, { kept: 3 }), folder);
    assert.deepEqual(readdirSync(folder).sort(), ['2026-02.html', '2026-03.html', 'notes.txt']);
    if (!skip) assert.equal(modeOf(folder), 0o700);
  });

  it('takes a new folder of its own where that one is none', () => {
    const file = path.join(root, 'file');
    writeFileSync(file, '');
    const folder = createPagesFolder(path.join(file, 'figures'), { kept: 3 });
    assert.equal(path.dirname(folder), tmpdir());
    if (!skip) assert.equal(modeOf(folder), 0o700);
    rmSync(folder, { recursive: true });
  });
});
