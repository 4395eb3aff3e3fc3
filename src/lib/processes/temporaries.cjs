'use strict';
// Plain JavaScript: set-up needs it before anything is installed.
const { randomBytes } = require('node:crypto');
const { mkdirSync, readdirSync, rmSync, statSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { isRunning, processIdentity } = require('./identity.cjs');

/** The name's part that says which file it is for; the rest of it has about 60 characters. */
const LONGEST_NAME = 40;

const NAME = /^\..*\.([0-9a-f]{8})-([0-9a-f]{8}|0)-(\d+)-(\d+)-[0-9a-f]{12}\.tmp$/;

/** What earlier versions wrote; they named no writer. */
const NAME_BEFORE = /^\..+\.[0-9a-f]{12}\.tmp$/;

/** Milliseconds after which nobody writes any more to a file whose writer can't be seen from here. */
const ABANDONED_AFTER = 24 * 60 * 60 * 1000;

/** Where to write what becomes a file: see temporaries.d.cts. */
function temporaryName(file) {
  const { host, boot, pid, start } = processIdentity();
  const name = path.basename(file).slice(0, LONGEST_NAME);
  const writer = [host, boot, pid, start, randomBytes(6).toString('hex')].join('-');
  return path.join(path.dirname(file), `.${name}.${writer}.tmp`);
}

/** Deletes what killed processes left: see temporaries.d.cts. */
function removeAbandonedFiles(folder) {
  const removed = [];
  for (const entry of entriesOf(folder)) {
    const file = path.join(folder, entry.name);
    if (!isAbandoned(file, entry)) continue;
    try {
      rmSync(file, { recursive: true, force: true });
      removed.push(file);
    } catch {
      // Another user's, or in use: it is in nobody's way but the disk's, and the next call tries again.
    }
  }
  return removed;
}

let isCleaned = false;

/** A folder for a moment: see temporaries.d.cts. */
function makeTemporaryFolder(name) {
  const place = tmpdir();
  if (!isCleaned) removeAbandonedFiles(place);
  isCleaned = true;
  const folder = temporaryName(path.join(place, name));
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that is not there has nothing abandoned; one that can't be listed may still be written to, and where it
    // can't be, the write says so.
    return [];
  }
}

function isAbandoned(file, entry) {
  const [, host, boot, pid, start] = NAME.exec(entry.name) ?? [];
  const runs = pid === undefined ? undefined : isRunning({ pid: Number(pid), start, host, boot });
  if (runs !== undefined) return !runs;
  if (pid === undefined && !(NAME_BEFORE.test(entry.name) && entry.isFile())) return false;
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs > ABANDONED_AFTER;
}

module.exports = { makeTemporaryFolder, removeAbandonedFiles, temporaryName };
