import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isRunning, startOf } from '../../../src/lib/processes/identity.cjs';

/** Milliseconds between two looks, and from SIGTERM to the end. */
const LOOK = 500;
const GRACE = 20_000;

/**
 * Ends this program when npm, which started it, is gone: npm hands a signal on to the shell between them, which hands it to
 * nobody, and can hand on nothing when it is killed. A program that was not started by npm is left alone, since its
 * shell may end before it.
 *
 * @example endWithNpm();
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const shell = processOf(parent);
  const above = shell && processOf(shell.parent);
  // Between the two stands a shell, unless that has become this program.
  const npm = above && !isNpm(shell.name) && isNpm(above.name) ? shell.parent : undefined;
  const known = npm && { pid: npm, start: startOf(npm) };
  const timer = setInterval(() => {
    if (process.ppid === parent && (known === undefined || isThere(known))) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE).unref();
  }, LOOK).unref();
}

/** npm calls its process `npm run train`; others of its kind are programs of Node. */
const isNpm = (name) => /^(?:npm|pnpm|yarn|bun|node|MainThread)\b/.test(name);

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
      return undefined; // Ended meanwhile, or hidden.
    }
  }
  if (process.platform === 'win32') return undefined;
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? [];
  return parent && { name: command.replace(/^\S*\//, ''), parent: Number(parent) };
}

/** `isRunning` starts a program wherever there is no /proc: too much for twice a second. */
function isThere(known) {
  if (process.platform === 'linux') return isRunning(known);
  try {
    return process.kill(known.pid, 0);
  } catch {
    return false;
  }
}
