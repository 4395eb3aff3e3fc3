import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Files } from './format';

/**
 * Creates a folder and writes files into it.
 *
 * @example
 * writeFiles('/tmp/mutant', { 'train/happy/1.jpg': bytes, 'train/sad': { special: 'folder' } });
 */
export function writeFiles(folder: string, files: Files): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, entry] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if (entry instanceof Uint8Array) writeFileSync(file, entry);
    else if ('link' in entry) symlinkSync(entry.link, file);
    else if (entry.special === 'folder') mkdirSync(file, { recursive: true });
    else execFileSync('mkfifo', [file]);
  }
}

/**
 * The files of a folder by their paths; other entries are ignored.
 *
 * @example Object.keys(readFiles('models/emotion')); // ['README.md', 'card.json', ...]
 */
export function readFiles(folder: string): Record<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const names = entries.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)));
  return Object.fromEntries(
    names.sort().map((name) => [name.split(path.sep).join('/'), readFileSync(path.join(folder, name))]),
  );
}

/** A SHA-256 (hex) of values: bytes as they are, everything else as JSON. */
export function digestOf(...values: unknown[]): string {
  const hash = createHash('sha256');
  for (const value of values)
    hash.update(
      ArrayBuffer.isView(value)
        ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
        : (JSON.stringify(value) ?? 'undefined'),
    );
  return hash.digest('hex');
}
