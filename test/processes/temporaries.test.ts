import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { processIdentity } from '../../src/lib/processes/identity.cjs';
import { removeAbandonedFiles, temporaryName } from '../../src/lib/processes/temporaries.cjs';

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'temporaries '));
});
after(() => rmSync(folder, { recursive: true }));

/** A name as another process would choose it. */
function nameOf(file: string, writer: Partial<ReturnType<typeof processIdentity>>): string {
  const { host, boot, pid, start } = { ...processIdentity(), ...writer };
  return `.${file}.${host}-${boot}-${pid}-${start}-0123456789ab.tmp`;
}

describe('temporaryName()', () => {
  it('is hidden, in the same folder, never the same, and short enough for any file', () => {
    const file = path.join(folder, `${'x'.repeat(250)}.bin`);
    const names = [temporaryName(file), temporaryName(file)];
    assert.notEqual(names[0], names[1]);
    for (const name of names) {
      assert.equal(path.dirname(name), folder);
      assert.match(path.basename(name), /^\.x{40}\..*\.tmp$/);
      assert.ok(path.basename(name).length < 130);
    }
  });
});

describe('removeAbandonedFiles()', () => {
  it('deletes what killed processes left, and nothing else', () => {
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    const otherStart = `${Number(processIdentity().start) + 1}`;
    const abandoned = [
      nameOf('killed.bin', { pid: ended }),
      nameOf(
        'its number is used again.bin',
        processIdentity().start === '0' ? { pid: ended } : { start: otherStart },
      ),
      nameOf('before the restart.bin', { boot: '00000000' }),
      nameOf('a folder', { pid: ended }),
      '.faces-v2-0123456789abcdef0123.bin.0123456789ab.tmp',
      nameOf('another machine, long ago.bin', { host: '00000000' }),
    ];
    const kept = [
      path.basename(temporaryName(path.join(folder, 'being written.bin'))),
      nameOf('another machine.bin', { host: '00000000' }),
      '.of an earlier version, just now.bin.0123456789ab.tmp',
      '.something else.tmp',
      'a file.bin',
    ];
    for (const name of [...abandoned, ...kept]) {
      const file = path.join(folder, name);
      if (name.includes('folder')) mkdirSync(file);
      writeFileSync(name.includes('folder') ? path.join(file, 'inside') : file, 'x');
      if (name.includes('faces-v2') || name.includes('long ago')) utimesSync(file, 1, 1);
    }
    const removed = removeAbandonedFiles(folder).map((file) => path.basename(file));
    assert.deepEqual(removed.sort(), [...abandoned].sort());
    assert.deepEqual(readdirSync(folder).sort(), [...kept].sort());
  });

  it('finds nothing where there is no folder', () => {
    assert.deepEqual(removeAbandonedFiles(path.join(folder, 'missing')), []);
  });
});

describe('makeTemporaryFolder()', () => {
  it('makes a folder of its own, and takes away what a killed process left', () => {
    const temporaries = JSON.stringify(require.resolve('../../src/lib/processes/temporaries.cjs'));
    const code = `console.log(require(${temporaries}).makeTemporaryFolder('a moment'))`;
    const [killed, next] = [1, 2].map(() =>
      spawnSync(process.execPath, ['-e', code], {
        encoding: 'utf8',
        env: { ...process.env, TMPDIR: folder },
      }).stdout.trim(),
    );
    assert.equal(path.dirname(killed), folder);
    assert.notEqual(killed, next);
    assert.deepEqual([existsSync(killed), existsSync(next)], [false, true]);
    if (process.platform !== 'win32') assert.equal(statSync(next).mode & 0o777, 0o700);
  });
});
