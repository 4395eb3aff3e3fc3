import { open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { removeAbandonedFiles, temporaryName } from '../processes/temporaries.cjs';
import { writeError } from './write-error';

export { removeAbandonedFiles };

/**
 * Writes a file so that its path shows either what was there before or all of the new content, whatever kills the
 * process: first to a temporary name in the same folder, forced to the disk, then renamed. The folder must exist. What
 * killed processes left of earlier writes into it is deleted.
 *
 * @param content text, bytes, or the parts that the bytes are made of
 * @param options
 * @param options.mode who may read and write the file, less what the user's umask takes away
 * @throws ExpectationError that names the file and why it can't be written (no such folder, disk full), with the file
 *   system's `code`; the temporary file is then removed
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

/** What file systems answer that have no such call for folders, or not for this user. */
const UNSYNCED = ['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM'];

/** Forces the folder's own entry to the disk, so that the rename outlives a power cut; Windows has no such call. */
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
