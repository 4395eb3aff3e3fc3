'use strict';
// Plain JavaScript: set-up needs it before anything is installed.
const { randomBytes } = require('node:crypto');
const { mkdirSync, readdirSync, rmSync, statSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { isRunning, processIdentity } = require('./identity.cjs');

/**
 * The longest part that says which file it is for; the rest of the name has about 60 characters.
 */
const LONGEST_NAME = 40;

const NAME = /^\..*\.([0-9a-f]{8})-([0-9a-f]{8}|0)-(\d+)-(\d+)-[0-9a-f]{12}\.tmp$/;

/** The names in earlier versions, without the writer. */
const OLD_NAME = /^\..+\.[0-9a-f]{12}\.tmp$/;

/** Milliseconds after which a file counts as abandoned if its writer is not visible from here. */
const ABANDONED_AFTER = 24 * 60 * 60 * 1000;

/**
 * Where to write a file before it is renamed into place: a hidden name in the same folder that says
 * which process is writing, so that {@link removeAbandonedFiles} can tell whether it still does.
 * Every call returns another name.
 *
 * @param {string} file
 * @returns {string}
 * @example temporaryName('history.json'); // '.history.json.3f0c19aa-91ab07d2-4711-129096-5c0e….tmp'
 */
function temporaryName(file) {
  const { host, boot, pid, start } = processIdentity();
  const name = path.basename(file).slice(0, LONGEST_NAME);
  const writer = [host, boot, pid, start, randomBytes(6).toString('hex')].join('-');
  return path.join(path.dirname(file), `.${name}.${writer}.tmp`);
}

/**
 * Deletes temporary files and folders whose writer was killed. Those of another machine, and those
 * of earlier versions, which did not name the writer, count as abandoned after a day.
 *
 * @param {string} folder
 * @returns {string[]} the paths that were deleted; none if the folder can't be listed
 * @example removeAbandonedFiles('.cache');
 */
function removeAbandonedFiles(folder) {
  /** @type {string[]} */
  const removed = [];
  for (const entry of entriesOf(folder)) {
    const file = path.join(folder, entry.name);
    if (!isAbandoned(file, entry)) continue;
    try {
      rmSync(file, { recursive: true, force: true });
      removed.push(file);
    } catch {
      // Another user's, or in use. It only takes up space, and the next call tries again.
    }
  }
  return removed;
}

let isCleaned = false;

/**
 * Makes a folder in the system's temporary folder that only this user can read. Remove it after
 * use. If the process is killed before that, the next process that calls this function removes it.
 *
 * @param {string} name says what the folder is for
 * @returns {string}
 * @throws what the file system throws if it can't be made
 * @example
 * const folder = makeTemporaryFolder('release');
 * try { … } finally { rmSync(folder, { recursive: true }); }
 */
function makeTemporaryFolder(name) {
  const parent = tmpdir();
  if (!isCleaned) removeAbandonedFiles(parent);
  isCleaned = true;
  const folder = temporaryName(path.join(parent, name));
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** @param {string} folder */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A missing folder has no abandoned files. One that can't be listed may still be writable; if
    // it is not, the write fails with the reason.
    return [];
  }
}

/**
 * @param {string} file
 * @param {import('node:fs').Dirent} entry
 */
function isAbandoned(file, entry) {
  const [, host, boot, pid, start] = NAME.exec(entry.name) ?? [];
  const runs = pid === undefined ? undefined : isRunning({ pid: Number(pid), start, host, boot });
  if (runs !== undefined) return !runs;
  if (pid === undefined && !(OLD_NAME.test(entry.name) && entry.isFile())) return false;
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs > ABANDONED_AFTER;
}

module.exports = { makeTemporaryFolder, removeAbandonedFiles, temporaryName };
