import { statSync, type Stats } from 'node:fs';

/**
 * What a path leads to, or undefined when it leads nowhere: to no entry, or through a file as if that were a folder.
 *
 * @throws what else the file system throws, such as a refused permission
 * @example const isFolder = statIfThere('data')?.isDirectory() ?? false;
 */
export function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whether the file system says that there is nothing at the path. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code));
}
