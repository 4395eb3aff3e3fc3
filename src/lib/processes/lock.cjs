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

/** Milliseconds that a file without content is given: whoever writes it without links has just begun. */
const BEING_WRITTEN = 2000;

/** How often, and for how many milliseconds each, who takes over a dead lock waits for another who does the same. */
const TURNS = 100;
const TURN = 10;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const TOKEN = /^[0-9a-f]{16}$/;

const held = new Set();

/** Takes a lock, or says who has it: see lock.d.cts. */
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
  // What a process left that was killed while it took this lock over.
  for (const name of readdirSync(path.dirname(file)))
    if (name.startsWith(`${path.basename(file)}.`) && TOKEN.test(name.slice(-16)))
      removeDead(path.join(path.dirname(file), name));
  removeAbandonedFiles(path.dirname(file));
  return { lock: hold(file, record) };
}

/**
 * The owner of a lock, or undefined when it is taken.
 *
 * A lock appears whole: its content is written elsewhere and linked. A dead one is replaced by a rename, which only who holds
 * another lock may do, named by the dead one's token; that token never comes back. So whichever call the last one of a
 * process is, the lock is free, dead or held by one that runs.
 */
function acquire(file, record) {
  for (let turn = 0; ; turn++) {
    if (create(file, record)) return undefined;
    const found = read(file);
    if (found === undefined) continue; // Released between two looks.
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

/** Makes the lock, unless there is one. */
function create(file, record) {
  const temporary = temporaryName(file);
  const content = JSON.stringify(record);
  try {
    writeFileSync(temporary, content, { flag: 'wx' });
    linkSync(temporary, file);
    return true;
  } catch (error) {
    // A network may repeat a call that was done.
    if (error.code === 'EEXIST') return statSync(temporary, { throwIfNoEntry: false })?.nlink === 2;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'].includes(error.code)) throw error;
    return createWithoutLinks(file, content); // A disk of cameras and such.
  } finally {
    rmSync(temporary, { force: true });
  }
}

function createWithoutLinks(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

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

/** What a lock says; undefined when it is not there. One that says nothing has the token of its bytes. */
function read(file) {
  try {
    const text = readFileSync(file, 'utf8');
    const { mtimeMs, ino } = statSync(file);
    const record = parse(text);
    // Those of earlier versions say no more than a process.
    const since = Date.parse(record.since) || mtimeMs;
    const token = TOKEN.test(record.token) ? record.token : digest(`${text} ${ino} ${mtimeMs}`);
    return { ...record, since, token, changedAt: mtimeMs };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text) {
  try {
    const record = JSON.parse(text);
    return Number.isInteger(record?.pid) && record.pid > 0 ? record : {};
  } catch {
    return {};
  }
}

/** Who stands behind a lock: its owner, or a command that a killed owner left running; undefined for nobody. */
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

function removeDead(file) {
  const found = read(file);
  if (found && !ownerOf(found, file)) rmSync(file, { force: true });
}

function hold(file, record) {
  const lock = {
    file,
    record(pids) {
      const commands = pids.map((pid) => ({ pid, start: startOf(pid) })).filter(({ start }) => start);
      try {
        replace(file, { ...record, commands });
      } catch (error) {
        // The command that filled the disk says so itself; the lock keeps the commands that it knew.
        if (error.code !== 'ENOSPC' && error.code !== 'EDQUOT') throw error;
      }
    },
    release() {
      if (!held.delete(lock)) return;
      if (held.size === 0) leaveSignals();
      // Who deleted it by hand made room for another's.
      if (read(file)?.token === record.token) rmSync(file, { force: true });
    },
  };
  if (held.size === 0) heedSignals();
  held.add(lock);
  return lock;
}

/** In a notebook's kernel SIGINT interrupts a cell, and another thread of the kernel's listens to it. */
const isKernel = () => Symbol.for('jupyter.interrupt') in globalThis;

const heeded = () => (isKernel() ? SIGNALS.filter((signal) => signal !== 'SIGINT') : SIGNALS);

function heedSignals() {
  process.on('exit', releaseAll);
  for (const signal of heeded()) process.on(signal, onSignal);
}

function leaveSignals() {
  process.off('exit', releaseAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function releaseAll() {
  for (const lock of [...held]) lock.release();
}

/** A signal that nobody else heeds ends the process, as it would without the lock. */
function onSignal(signal) {
  if (process.listenerCount(signal) > 1) return;
  releaseAll();
  process.kill(process.pid, signal);
}

/** What runs here, in the words that its user typed. */
function describeCommand() {
  const { npm_lifecycle_event: script } = process.env;
  if (script) return ['start', 'test'].includes(script) ? `npm ${script}` : `npm run ${script}`;
  if (isKernel()) return 'a notebook';
  return ['node', ...process.argv.slice(1, 2).map((file) => path.basename(file))].join(' ');
}

/** See lock.d.cts. */
function describeOwner({ pid, command, hostname: name, since, isElsewhere }) {
  const who = pid === 0 ? 'another process' : `process ${pid}${command && ` (${command})`}`;
  return `${who}${isElsewhere && name ? ` on ${name}` : ''}, since ${localTime(new Date(since))}`;
}

function localTime(date) {
  const two = (number) => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

module.exports = { tryLock, describeOwner };
