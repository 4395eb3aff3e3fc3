import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { ExpectationError } from '../../src/lib/errors';
import { readFileBytes, readFileBytesSync } from '../../src/lib/files/read-file';

const folder = mkdtempSync(path.join(tmpdir(), 'read-file-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const OPTIONS = { what: 'a picture', largest: 1000, advice: 'Take another.' };

/** What both ways of reading answer: the same. */
async function read(file: string): Promise<Buffer | string> {
  const asked = [
    () => readFileBytes(file, OPTIONS),
    () => Promise.resolve().then(() => readFileBytesSync(file, OPTIONS)),
  ];
  const [first, second] = await Promise.all(
    asked.map((ask) =>
      ask().catch((error: unknown) => {
        assert.ok(error instanceof ExpectationError, String(error));
        return error.message;
      }),
    ),
  );
  assert.deepEqual(first, second);
  return first;
}

test('readFileBytes() gives the bytes of a file', async () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, 'content');
  assert.equal((await read(file)).toString(), 'content');
});

test('readFileBytes() names what is no file, at once', { skip: process.platform === 'win32' }, async () => {
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const loop = path.join(folder, 'loop');
  symlinkSync(loop, loop);
  const found: Record<string, string> = {
    [pipe]: 'a named pipe',
    '/dev/zero': 'a device',
    [folder]: 'a folder',
    [loop]: 'a link that leads back to itself (ELOOP)',
    [path.join(folder, 'none')]: 'nothing there',
    [`data:image/png;base64,${'A'.repeat(9000)}`]: 'a name longer than the file system allows (ENAMETOOLONG)',
    'with\u0000zero': 'a path that no file can have',
  };
  for (const [file, kind] of Object.entries(found)) {
    const message = (await read(file)).toString();
    assert.match(message, /^Expected .* to be a picture but found /);
    assert.ok(message.includes(`but found ${kind}.`), message);
    assert.ok(message.length < 1000);
  }
});

test('readFileBytes() refuses a file over the limit without reading it', async () => {
  const file = path.join(folder, 'huge');
  writeFileSync(file, '');
  truncateSync(file, 5 * 2 ** 30);
  const message = (await read(file)).toString();
  assert.match(
    message,
    /to be a picture of at most 1,000 bytes but found 5,368,709,120 bytes\. Take another\.$/,
  );
});
