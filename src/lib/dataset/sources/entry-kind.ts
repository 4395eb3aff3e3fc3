import { statSync, type Dirent } from 'node:fs';
import path from 'node:path';

/**
 * Whether an entry of a folder is a file or a folder, or a link to either.
 *
 * @returns undefined for a broken link, a pipe, a device, or something unreadable: the search for a
 *   data set skips these
 * @example const folders = entries.filter((entry) => entryKind('data', entry) === 'folder');
 */
export function entryKind(folder: string, entry: Dirent): 'file' | 'folder' | undefined {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  try {
    const stats = statSync(path.join(folder, entry.name));
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : undefined;
  } catch {
    return undefined;
  }
}
