'use strict';
// Plain JavaScript: set-up needs it before anything is installed.
const { createHash, randomBytes } = require('node:crypto');
const {
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const { hostname } = require('node:os');
const path = require('node:path');
const { makeFolderSync } = require('../files/make-folder-sync.cjs');
const { isRunning, processIdentity, startOf } = require('./identity.cjs');
const { removeAbandonedFiles, temporaryName } = require('./temporaries.cjs');

/**
 * Milliseconds in which an empty file counts as taken: on a disk without links, its writer has just
 * begun.
 */
const BEING_WRITTEN = 2000;

/**
 * How often, and how many milliseconds each time, to wait for another process that takes over the
 * same lock.
 */
const TURNS = 100;
const TURN = 10;

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const TOKEN = /^[0-9a-f]{16}$/;

/**
 * Who holds a lock.
 *
 * @typedef {object} LockOwner
 * @property {string} file the lock's file
 * @property {string} token unique for each time that the lock is taken
 * @property {number} pid 0 while the lock is being taken
 * @property {string} command what runs there, such as `npm run train`; may be empty
 * @property {string} hostname the machine's name; may be empty
 * @property {string} since when it was taken, in ISO 8601
 * @property {boolean} isElsewhere the process is on another machine or in another container, so it
 *   is not visible from here
 * @property {boolean} isKilled the owner was killed; the process is a command of its that is still
 *   running
 */

/**
 * A lock that this process holds. It is released when the process ends, unless that is killed.
 *
 * @typedef {object} Lock
 * @property {string} file
 * @property {(pids: readonly number[]) => void} record records the commands that this process runs:
 *   they have to end before the lock can be taken over
 * @property {() => void} release
 */

/** @typedef {{ pid: number, start?: string }} Command a command that a lock's owner runs */

/**
 * What a lock's file says.
 *
 * @typedef {import('./identity.cjs').ProcessIdentity & { token: string, hostname: string,
 *   since: string, command: string, commands: Command[] }} LockRecord
 */

/**
 * The same when read: any process may have written it, and earlier versions wrote less. `since` and
 * `changedAt`, the file's own time, are in milliseconds.
 *
 * @typedef {Partial<Omit<LockRecord, 'since' | 'commands'>> & { token: string, since: number,
 *   changedAt: number, commands?: (Command | number)[] }} FoundRecord
 */

/** @type {Set<Lock>} */
const held = new Set();

/**
 * Takes a lock: a file that names the process holding it. A lock whose process is no longer running
 * is taken over, even if another process has its id by now or the machine or container was
 * restarted. Does not wait. Makes the lock's folder if it is missing.
 *
 * @param {string} file
 * @param {{ command?: string }} [options] command: what runs here, to show to others that want the
 *   lock; by default as it was typed
 * @returns {{ lock: Lock, owner?: undefined } | { lock?: undefined, owner: LockOwner }} the lock,
 *   or who holds it
 * @throws what the file system throws if the lock can't be written
 * @example
 * const { lock, owner } = tryLock('out/.lock');
 * if (owner) console.error(`At work there: ${describeOwner(owner)}.`);
 */
function tryLock(file, { command = describeCommand() } = {}) {
  makeFolderSync(path.dirname(file));
  const record = {
    token: randomBytes(8).toString('hex'),
    ...processIdentity(),
    hostname: hostname(),
    since: new Date().toISOString(),
    command,
    commands: [],
  };
  const owner = acquire(file, record);
  if (owner) return { owner };
  // Left by a process that was killed while it took over this lock.
  for (const name of readdirSync(path.dirname(file)))
    if (name.startsWith(`${path.basename(file)}.`) && TOKEN.test(name.slice(-16)))
      removeDead(path.join(path.dirname(file), name));
  removeAbandonedFiles(path.dirname(file));
  return { lock: hold(file, record) };
}

/**
 * Takes a lock and returns undefined, or returns its owner.
 *
 * A lock is created atomically: its content is written elsewhere and linked. A dead lock is
 * replaced by a rename, and only by the holder of a guard, a second lock named by the dead one's
 * token, which is never used again. So wherever a process is killed, the lock is free, dead, or
 * held by a running process.
 *
 * @param {string} file
 * @param {LockRecord} record
 * @returns {LockOwner | undefined}
 */
function acquire(file, record) {
  for (let turn = 0; ; turn++) {
    if (create(file, record)) return undefined;
    const found = read(file);
    if (found === undefined) continue; // It was released in the meantime.
    const owner = ownerOf(found, file);
    if (owner) return owner;
    const guard = `${file}.${found.token}`;
    const rival = acquire(guard, record);
    if (rival === undefined) {
      try {
        if (read(file)?.token !== found.token) continue;
        replace(file, record);
        return undefined;
      } finally {
        rmSync(guard, { force: true });
      }
    }
    if (turn === TURNS) return rival;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TURN);
  }
}

/**
 * Creates a lock, unless there is one.
 *
 * @param {string} file
 * @param {LockRecord} record
 */
function create(file, record) {
  const temporary = temporaryName(file);
  const content = JSON.stringify(record);
  try {
    writeFileSync(temporary, content, { flag: 'wx' });
    linkSync(temporary, file);
    return true;
  } catch (error) {
    const code = codeOf(error);
    // A network file system may repeat a call that has succeeded.
    if (code === 'EEXIST') return statSync(temporary, { throwIfNoEntry: false })?.nlink === 2;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'].includes(code)) throw error;
    return createWithoutLinks(file, content); // FAT, for example.
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * @param {string} file
 * @param {string} content
 */
function createWithoutLinks(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} file
 * @param {LockRecord} record
 */
function replace(file, record) {
  const temporary = temporaryName(file);
  try {
    writeFileSync(temporary, JSON.stringify(record));
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Reads a lock; undefined if there is none. If its content is unreadable, its token is made of its
 * bytes.
 *
 * @param {string} file
 * @returns {FoundRecord | undefined}
 */
function read(file) {
  try {
    const text = readFileSync(file, 'utf8');
    const { mtimeMs, ino } = statSync(file);
    const record = parse(text);
    // Earlier versions wrote nothing but the process.
    const since = Date.parse(record.since ?? '') || mtimeMs;
    const token = TOKEN.test(record.token ?? '') ? record.token : undefined;
    return { ...record, since, token: token ?? digest(`${text} ${ino} ${mtimeMs}`), changedAt: mtimeMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * @param {string} text
 * @returns {Partial<LockRecord>}
 */
function parse(text) {
  try {
    const record = JSON.parse(text);
    return Number.isInteger(record?.pid) && record.pid > 0 ? record : {};
  } catch {
    return {};
  }
}

/**
 * Who holds a lock: the process that took it, or a command that is still running after that process
 * was killed; undefined if the lock is dead.
 *
 * @param {FoundRecord} found
 * @param {string} file
 * @returns {LockOwner | undefined}
 */
function ownerOf({ pid, start, host, boot, since, commands, token, changedAt, ...record }, file) {
  const { hostname: name = '', command = '' } = record;
  const about = {
    file,
    token,
    command: String(command),
    hostname: String(name),
    since: new Date(since).toISOString(),
  };
  if (pid === undefined)
    return Math.abs(Date.now() - changedAt) < BEING_WRITTEN
      ? { ...about, pid: 0, isKilled: false, isElsewhere: false }
      : undefined;
  const runs = isRunning({ pid, start, host, boot, since });
  if (runs !== false) return { ...about, pid, isKilled: false, isElsewhere: runs === undefined };
  for (const left of Array.isArray(commands) ? commands : []) {
    const known = typeof left === 'number' ? { pid: left } : left;
    if (isRunning({ ...known, host, boot, since }))
      return { ...about, pid: known.pid, isKilled: true, isElsewhere: false };
  }
  return undefined;
}

/** @param {string} file */
function removeDead(file) {
  const found = read(file);
  if (found && !ownerOf(found, file)) rmSync(file, { force: true });
}

/**
 * @param {string} file
 * @param {LockRecord} record
 */
function hold(file, record) {
  /** @type {Lock} */
  const lock = {
    file,
    record(pids) {
      const commands = pids.map((pid) => ({ pid, start: startOf(pid) })).filter(({ start }) => start);
      try {
        replace(file, { ...record, commands });
      } catch (error) {
        // The command that filled the disk reports it. The lock keeps the commands it knew.
        if (!['ENOSPC', 'EDQUOT'].includes(codeOf(error))) throw error;
      }
    },
    release() {
      if (!held.delete(lock)) return;
      if (held.size === 0) ignoreSignals();
      // If a user has deleted the file, another process may hold the lock by now.
      if (read(file)?.token === record.token) rmSync(file, { force: true });
    },
  };
  if (held.size === 0) handleSignals();
  held.add(lock);
  return lock;
}

/** In a notebook's kernel SIGINT interrupts a cell, and another thread handles it. */
const isKernel = () => Symbol.for('jupyter.interrupt') in globalThis;

const handledSignals = () => (isKernel() ? SIGNALS.filter((signal) => signal !== 'SIGINT') : SIGNALS);

function handleSignals() {
  process.on('exit', releaseAll);
  for (const signal of handledSignals()) process.on(signal, onSignal);
}

function ignoreSignals() {
  process.off('exit', releaseAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function releaseAll() {
  for (const lock of [...held]) lock.release();
}

/**
 * A signal that nothing else handles ends the process, as it would without the lock.
 *
 * @param {NodeJS.Signals} signal
 */
function onSignal(signal) {
  if (process.listenerCount(signal) > 1) return;
  releaseAll();
  process.kill(process.pid, signal);
}

/** This process's command, as the user typed it. */
function describeCommand() {
  const { npm_lifecycle_event: script } = process.env;
  if (script) return ['start', 'test'].includes(script) ? `npm ${script}` : `npm run ${script}`;
  if (isKernel()) return 'a notebook';
  return ['node', ...process.argv.slice(1, 2).map((file) => path.basename(file))].join(' ');
}

/**
 * A lock's owner in words.
 *
 * @param {LockOwner} owner
 * @returns {string}
 * @example describeOwner(owner); // process 4711 (npm run train), since 2026-11-28 15:22:14
 */
function describeOwner({ pid, command, hostname: name, since, isElsewhere }) {
  const who = pid === 0 ? 'another process' : `process ${pid}${command && ` (${command})`}`;
  return `${who}${isElsewhere && name ? ` on ${name}` : ''}, since ${localTime(new Date(since))}`;
}

/** @param {Date} date */
function localTime(date) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

const digest = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

const codeOf = (/** @type {unknown} */ error) => /** @type {NodeJS.ErrnoException} */ (error).code ?? '';

module.exports = { tryLock, describeOwner };
