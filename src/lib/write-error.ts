import path from 'node:path';
import { expectation, ExpectationError } from './errors';

/** What the file system's codes mean to who writes a file: what was found, and what to do. */
const CODES: Readonly<Record<string, readonly [found: string, advice: string]>> = {
  ENOSPC: ['no space left on the disk', 'Free some space there, then do the same again.'],
  EDQUOT: ["no space left in this user's quota", 'Delete what you no longer need, then do the same again.'],
  EFBIG: ['a file that is larger than the file system or a limit allows', 'Choose a folder on another disk.'],
  EROFS: ['a file system that can only be read', 'Choose a folder that can be written to.'],
  EACCES: [
    'a place where this user may not write',
    "Change the folder's permissions, or choose another one.",
  ],
  EPERM: ['a place where this user may not write', "Change the folder's permissions, or choose another one."],
  ENOENT: ['no such folder', 'Create the folder first, or correct the path.'],
  ENOTDIR: ['a part of the path that is a file, not a folder', 'Correct the path, or move that file away.'],
  EISDIR: ['a folder of that name', 'Choose another name, or move the folder away.'],
  ENOTEMPTY: ['a folder of that name', 'Choose another name, or move the folder away.'],
  EEXIST: ['something else of that name', 'Choose another name, or move away what is there.'],
  ENAMETOOLONG: ['a name longer than the file system takes', 'Choose a shorter one.'],
  ELOOP: ['a link that leads back to itself', 'Correct the path.'],
  EIO: ['a disk that fails', 'Look after your data: copy what is on this disk, and use another.'],
  ENODEV: ['a disk that is gone', 'Connect it again, or choose a folder elsewhere.'],
  ENXIO: ['a disk that is gone', 'Connect it again, or choose a folder elsewhere.'],
  ESTALE: ['a network folder that is gone', 'Connect it again, or choose a folder elsewhere.'],
  EBUSY: ['a file that another program keeps open', 'Close that program, then do the same again.'],
  EMFILE: ['too many open files', 'Raise the limit (ulimit -n), then do the same again.'],
  ENFILE: ['too many open files', 'End other programs, then do the same again.'],
  ERR_INVALID_ARG_VALUE: ['a path that no file can have', 'Correct the path.'],
};

/**
 * What writing a file failed with, as an `ExpectationError` that names the file, what was found and what to do. Its
 * `cause` is the file system's own error, its `code` that error's (`ENOSPC`). Any other error stays as it is.
 *
 * @param options.what what the path should be, as it follows "to be"
 * @example catch (error) { throw writeError(file, { error }); }
 */
export function writeError(
  file: string,
  { error, what = 'a file that can be written' }: { error: unknown; what?: string },
): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  // Node's own codes (ERR_…) tell of mistakes of the caller.
  if (typeof code !== 'string' || (code.startsWith('ERR_') && !(code in CODES)) || isExplained(error))
    return error;
  const [found, advice] = CODES[code] ?? [message, undefined];
  const place = code === 'ENOENT' ? `: ${path.dirname(file)}` : '';
  return Object.assign(
    expectation(file, { expectation: what, found: `${found}${place} (${code})`, advice, cause: error }),
    { code },
  );
}

const isExplained = (error: unknown) => error instanceof ExpectationError;
