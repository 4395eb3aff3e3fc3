'use strict';
// Plain JavaScript: set-up needs it before anything is installed.

/** @typedef {readonly [found: string, advice: string]} Explanation */

/** @type {Explanation} */
const DENIED = [
  'a place where this user may not write',
  "Change the folder's permissions, or choose another one.",
];
/** @type {Explanation} */
const TAKEN = ['a folder of that name', 'Choose another name, or move the folder away.'];
/** @type {Explanation} */
const GONE = ['a disk that is gone', 'Connect it again, or choose a folder elsewhere.'];

/**
 * What the file system's error codes mean, in words: what was found, to follow "but found", and
 * what to do about it, a whole sentence.
 *
 * @type {Readonly<Record<string, Explanation>>}
 * @example const [found, advice] = FILE_CODES.ENOSPC;
 */
const FILE_CODES = {
  ENOSPC: ['no space left on the disk', 'Free some space there, then do the same again.'],
  EDQUOT: ["no space left in this user's quota", 'Delete what you no longer need, then do the same again.'],
  EFBIG: ['a file that is larger than the file system or a limit allows', 'Choose a folder on another disk.'],
  EROFS: ['a file system that can only be read', 'Choose a folder that can be written to.'],
  EACCES: DENIED,
  EPERM: DENIED,
  ENOENT: ['no such folder', 'Create the folder first, or correct the path.'],
  ENOTDIR: ['a part of the path that is a file, not a folder', 'Correct the path, or move that file away.'],
  EISDIR: TAKEN,
  ENOTEMPTY: TAKEN,
  EEXIST: ['something else of that name', 'Choose another name, or move away what is there.'],
  ENAMETOOLONG: ['a name longer than the file system takes', 'Choose a shorter one.'],
  ELOOP: ['a link that leads back to itself', 'Correct the path.'],
  EIO: ['a disk that fails', 'Look after your data: copy what is on this disk, and use another.'],
  ENODEV: GONE,
  ENXIO: GONE,
  ESTALE: ['a network folder that is gone', 'Connect it again, or choose a folder elsewhere.'],
  EBUSY: ['a file that another program keeps open', 'Close that program, then do the same again.'],
  EMFILE: ['too many open files', 'Raise the limit (ulimit -n), then do the same again.'],
  ENFILE: ['too many open files', 'End other programs, then do the same again.'],
  ERR_INVALID_ARG_VALUE: ['a path that no file can have', 'Correct the path.'],
};

module.exports = { FILE_CODES };
