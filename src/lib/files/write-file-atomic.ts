import { open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { removeAbandonedFiles, temporaryName } from '../processes/temporaries.cjs';
import { writeError } from './write-error';

export { removeAbandonedFiles };

/**
 * Writes a file atomically: even if the process is killed, the path has either the old content or
 * all of the new. The content is written to a temporary file in the same folder, flushed to disk,
 * then renamed. The folder must exist. Temporary files of killed processes in the folder are
 * deleted.
 *
 * @param file
 * @param content text, bytes, or chunks of bytes
 * @param options
 * @param options.mode the file's permissions, restricted by the user's umask
 * @throws ExpectationError that names the file and why it cannot be written (no such folder, disk
 *   full), with the file system's `code`; the temporary file is removed
 * @example await writeFileAtomic('models/runs/history.json', JSON.stringify(history));
 */
export async function writeFileAtomic(
  file: string,
  content: string | Uint8Array | readonly Uint8Array[],
  { mode = 0o666 }: { mode?: number } = {},
): Promise<void> {
  const folder = path.dirname(file);
  const temporary = temporaryName(file);
  try {
    removeAbandonedFiles(folder);
    try {
      const handle = await open(temporary, 'wx', mode);
      try {
        await writeFile(handle, content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(folder);
  } catch (error) {
    throw writeError(file, { error });
  }
}

/** Errors of file systems that cannot sync folders, or not for this user. */
const UNSYNCED = ['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM'];

/**
 * Flushes the folder's entry to disk, so that the rename survives a power failure. Windows has no
 * such call.
 */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!UNSYNCED.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
