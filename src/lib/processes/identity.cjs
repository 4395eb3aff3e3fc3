'use strict';
// Plain JavaScript: set-up needs it before anything is installed.
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { readFileSync, readlinkSync } = require('node:fs');
const { hostname, uptime } = require('node:os');

/** Where the system can't say when a process started. */
const UNKNOWN = '0';

let own;

/** Who this process is: see identity.d.cts. */
function processIdentity() {
  own ??= { pid: process.pid, start: inspect(process.pid)?.start ?? UNKNOWN, ...machine() };
  return own;
}

/** When a process started: see identity.d.cts. */
const startOf = (pid) => inspect(pid)?.start;

/** Whether a process still runs: see identity.d.cts. */
function isRunning({ pid, start = UNKNOWN, host, boot, since }) {
  const here = processIdentity();
  if (host !== undefined && host !== here.host) return undefined;
  if (boot !== undefined && boot !== here.boot) return false;
  const startedAt = Date.now() - uptime() * 1000;
  if (start === UNKNOWN && since !== undefined && since < startedAt - 5000) return false;
  if (!isThere(pid)) return false;
  const found = inspect(pid);
  // There, and not to be looked at: another user's where processes are hidden.
  if (found === undefined) return true;
  if (found.isEnded) return false;
  return start === UNKNOWN || found.start === UNKNOWN || found.start === start;
}

function isThere(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // There, and another user's.
  }
}

/**
 * When a process started, in whatever unit the system has, and whether it has ended and only its parent does not know yet, as
 * in a container without an init process; undefined where there is nothing to see.
 */
function inspect(pid) {
  if (process.platform === 'linux') {
    const stat = readText(`/proc/${pid}/stat`);
    if (stat === undefined) return undefined;
    // The name, in parentheses, may hold anything; the fields behind it begin with the third, https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { start: fields[19], isEnded: 'ZX'.includes(fields[0]) };
  }
  if (process.platform === 'win32') return { start: UNKNOWN, isEnded: false };
  const { status, stdout } = spawnSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  const [state, ...date] = (status === 0 ? stdout : '').trim().split(/\s+/);
  if (date.length === 0) return undefined;
  const seconds = Date.parse(`${date.join(' ')} UTC`) / 1000;
  return { start: Number.isFinite(seconds) ? String(seconds) : UNKNOWN, isEnded: state.startsWith('Z') };
}

/** Of what process numbers are numbers: the machine by name, its start, and on Linux the container. */
function machine() {
  if (process.platform !== 'linux') return { host: digest(hostname()), boot: UNKNOWN };
  return {
    host: digest(`${hostname()} ${readText('/etc/machine-id') ?? ''}`),
    // A container that was restarted has the same name and another table of processes.
    boot: digest(`${readText('/proc/sys/kernel/random/boot_id') ?? ''} ${processTable()}`),
  };
}

function processTable() {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return ''; // A kernel without such tables has one.
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined; // The process has ended, or the system has no such file.
  }
}

const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 8);

module.exports = { processIdentity, startOf, isRunning };
