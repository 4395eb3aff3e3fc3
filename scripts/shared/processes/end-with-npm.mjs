import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isRunning, startOf } from '../../../src/lib/processes/identity.cjs';

/** Milliseconds between two checks, and between SIGTERM and SIGKILL. */
const INTERVAL = 500;
const GRACE = 20_000;

/**
 * Ends this program when the npm that started it is gone. npm passes a signal on to the shell
 * between them, which passes it to nobody, and npm can pass nothing on when it is killed. A program
 * that npm did not start keeps running, since its shell may end first.
 *
 * @example endWithNpm();
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const shell = processOf(parent);
  const above = shell && processOf(shell.parent);
  // There is a shell between the two, unless it has replaced itself with this program.
  const npm = above && !isNpm(shell.name) && isNpm(above.name) ? shell.parent : undefined;
  const known = npm === undefined ? undefined : { pid: npm, start: startOf(npm) };
  const timer = setInterval(() => {
    if (process.ppid === parent && (known === undefined || isAlive(known))) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE).unref();
  }, INTERVAL).unref();
}

/**
 * npm names its process `npm run train`; other package managers show up as Node.
 *
 * @param {string} name
 */
const isNpm = (name) => /^(?:npm|pnpm|yarn|bun|node|MainThread)\b/.test(name);

/**
 * A process's name and parent; undefined if it has ended or can't be inspected.
 *
 * @param {number} pid
 * @returns {{ name: string, parent: number } | undefined}
 */
function processOf(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const end = stat.lastIndexOf(')');
      return {
        name: stat.slice(stat.indexOf('(') + 1, end),
        parent: Number(stat.slice(end + 2).split(' ')[1]),
      };
    } catch {
      return undefined; // It has ended, or is hidden.
    }
  }
  if (process.platform === 'win32') return undefined;
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? [];
  return parent ? { name: command.replace(/^\S*\//, ''), parent: Number(parent) } : undefined;
}

/**
 * Like `isRunning`, which starts a program on systems without /proc: too slow for twice a second.
 *
 * @param {{ pid: number, start?: string }} known
 */
function isAlive(known) {
  if (process.platform === 'linux') return isRunning(known);
  try {
    return process.kill(known.pid, 0);
  } catch {
    return false;
  }
}
