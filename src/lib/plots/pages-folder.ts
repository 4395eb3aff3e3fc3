import { accessSync, chmodSync, constants, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Creates a folder for pages that only its user can read, and deletes the oldest of the pages,
 * which are named by time, to make room for one more.
 *
 * @param options
 * @param options.kept the most pages in the folder, including the new one
 * @returns the folder, or a new one in the system's temporary folder if it can't be written to
 * @example createPagesFolder('out/figures', { kept: 20 });
 */
export function createPagesFolder(folder: string, { kept }: { kept: number }): string {
  try {
    mkdirSync(path.dirname(folder), { recursive: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    accessSync(folder, constants.W_OK);
  } catch {
    // The project is read-only or belongs to another user.
    return mkdtempSync(path.join(tmpdir(), 'figures-'));
  }
  const pages = readdirSync(folder)
    .filter((name) => name.endsWith('.html'))
    .sort();
  for (const old of pages.slice(0, Math.max(0, pages.length - kept + 1)))
    rmSync(path.join(folder, old), { force: true });
  return folder;
}
