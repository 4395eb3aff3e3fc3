'use strict';
// Plain JavaScript: set-up needs it before anything is installed.
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { readFileSync, readlinkSync } = require('node:fs');
const { hostname, uptime } = require('node:os');

/**
 * A process, told apart from any other that may get the same process id.
 *
 * @typedef {object} ProcessIdentity
 * @property {number} pid
 * @property {string} start when it started, in a unit of the system's; `0` if that is not known
 * @property {string} host 8 hexadecimal digits for the machine
 * @property {string} boot 8 hexadecimal digits for the boot and, on Linux, the container; `0` on
 *   other systems
 */

/** Used if the system can't say when a process started. */
const UNKNOWN = '0';

/** @type {ProcessIdentity | undefined} */
let own;

/**
 * Who this process is.
 *
 * @returns {ProcessIdentity}
 * @example processIdentity(); // { pid: 4711, start: '129096', host: '3f0c…', boot: '91ab…' }
 */
function processIdentity() {
  own ??= { pid: process.pid, start: inspect(process.pid)?.start ?? UNKNOWN, ...machine() };
  return own;
}

/**
 * When a process started, as in {@link ProcessIdentity}; undefined if no such process is visible.
 *
 * @param {number} pid
 * @returns {string | undefined}
 * @example startOf(process.ppid); // '128311'
 */
const startOf = (pid) => inspect(pid)?.start;

/**
 * Whether a process is running; undefined for one on another machine. A zombie, which has ended but
 * whose parent has not noticed, is not running.
 *
 * @param {{ pid: number } & Partial<ProcessIdentity> & { since?: number }} process what is known
 *   about it; since: a time when it ran, in milliseconds, for systems that do not say when a
 *   process started
 * @returns {boolean | undefined}
 * @example isRunning({ pid: process.ppid }); // true
 */
function isRunning({ pid, start = UNKNOWN, host, boot, since }) {
  const here = processIdentity();
  if (host !== undefined && host !== here.host) return undefined;
  if (boot !== undefined && boot !== here.boot) return false;
  const startedAt = Date.now() - uptime() * 1000;
  if (start === UNKNOWN && since !== undefined && since < startedAt - 5000) return false;
  if (!exists(pid)) return false;
  const found = inspect(pid);
  // It exists but can't be inspected: another user's, on a system that hides those.
  if (found === undefined) return true;
  if (found.isEnded) return false;
  return start === UNKNOWN || found.start === UNKNOWN || found.start === start;
}

/** @param {number} pid */
function exists(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and is another user's.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * When a process started, in a unit of the system's, and whether it is a zombie: ended, but its
 * parent has not noticed, as in a container without an init process. Undefined if it can't be
 * inspected.
 *
 * @param {number} pid
 * @returns {{ start: string, isEnded: boolean } | undefined}
 */
function inspect(pid) {
  if (process.platform === 'linux') {
    const stat = readText(`/proc/${pid}/stat`);
    if (stat === undefined) return undefined;
    // The name, in parentheses, may contain anything. The first field after it is the third:
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
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

/** Where process ids are valid: the machine by name, its boot, and on Linux the container. */
function machine() {
  if (process.platform !== 'linux') return { host: digest(hostname()), boot: UNKNOWN };
  return {
    host: digest(`${hostname()} ${readText('/etc/machine-id') ?? ''}`),
    // A restarted container has the same name and another PID namespace.
    boot: digest(`${readText('/proc/sys/kernel/random/boot_id') ?? ''} ${pidNamespace()}`),
  };
}

function pidNamespace() {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return ''; // A kernel without namespaces.
  }
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined; // The process has ended, or the system has no such file.
  }
}

const digest = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex').slice(0, 8);

module.exports = { processIdentity, startOf, isRunning };
