import { accessSync, chmodSync, constants, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Makes a folder for pages that its user alone can read, with room for one more: of the pages there, named by their time,
 * the oldest are deleted.
 *
 * @param options
 * @param options.kept how many pages there are at most, with the new one
 * @returns the folder, or a new one among the system's temporary files where that one can't be written
 * @example createPagesFolder('out/figures', { kept: 20 });
 */
export function createPagesFolder(folder: string, { kept }: { kept: number }): string {
  try {
    mkdirSync(path.dirname(folder), { recursive: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    accessSync(folder, constants.W_OK);
  } catch {
    // A project that can't be written, or is another user's.
    return mkdtempSync(path.join(tmpdir(), 'figures-'));
  }
  const pages = readdirSync(folder)
    .filter((name) => name.endsWith('.html'))
    .sort();
  for (const old of pages.slice(0, Math.max(0, pages.length - kept + 1)))
    rmSync(path.join(folder, old), { force: true });
  return folder;
}
