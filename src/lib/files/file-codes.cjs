'use strict';
// Plain JavaScript: set-up needs it before anything is installed.

/** @typedef {readonly [found: string, advice: string]} Explanation */

/** @type {Explanation} */
const DENIED = [
  'a location where this user may not write',
  "Change the folder's permissions, or choose another one.",
];
/** @type {Explanation} */
const TAKEN = ['a folder with that name', 'Choose another name, or move the folder away.'];
/** @type {Explanation} */
const GONE = ['a disk that is no longer connected', 'Connect it again, or choose a folder elsewhere.'];

/**
 * Explains the file system's error codes for writing a file: what was found, in words that follow
 * "but found", and what to do, as a full sentence.
 *
 * @type {Readonly<Record<string, Explanation>>}
 * @example const [found, advice] = FILE_CODES.ENOSPC;
 */
const FILE_CODES = {
  ENOSPC: ['no space left on the disk', 'Free some space there, then try again.'],
  EDQUOT: ["no space left in this user's quota", 'Delete what you no longer need, then try again.'],
  EFBIG: ['a file that is larger than the file system or a limit allows', 'Choose a folder on another disk.'],
  EROFS: ['a read-only file system', 'Choose a writable folder.'],
  EACCES: DENIED,
  EPERM: DENIED,
  ENOENT: ['no such folder', 'Create the folder first, or correct the path.'],
  ENOTDIR: ['a part of the path that is a file, not a folder', 'Correct the path, or move that file away.'],
  EISDIR: TAKEN,
  ENOTEMPTY: TAKEN,
  EEXIST: ['something else with that name', 'Choose another name, or move the existing one.'],
  ENAMETOOLONG: ['a name longer than the file system allows', 'Choose a shorter one.'],
  ELOOP: ['a link that leads back to itself', 'Correct the path.'],
  EIO: ['a failing disk', 'Back up the data on this disk and use another one.'],
  ENODEV: GONE,
  ENXIO: GONE,
  ESTALE: ['a network folder that is no longer connected', 'Connect it again, or choose a folder elsewhere.'],
  EBUSY: ['a file that another program has open', 'Close that program, then try again.'],
  EMFILE: ['too many open files', 'Raise the limit (ulimit -n), then try again.'],
  ENFILE: ['too many open files', 'Close other programs, then try again.'],
  ERR_INVALID_ARG_VALUE: ['a path that no file can have', 'Correct the path.'],
};

module.exports = { FILE_CODES };
