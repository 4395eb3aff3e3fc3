import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithThis } from './children.mjs';
import { cleanEnvironment } from './clean-environment.mjs';

const supervisor = fileURLToPath(new URL('./supervise.cjs', import.meta.url));
const isWindows = process.platform === 'win32';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** @type {(pids: number[]) => void} */
let announce = () => {};

/**
 * How a command ended. missing: there is no such command. output: its output and its errors,
 * interleaved as on a terminal.
 *
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null, missing: boolean,
 *   output: string }} CommandResult
 */

/**
 * Runs a command and keeps what it prints. It gets its own process group, so that stopCommands()
 * reaches its children too, and the whole group ends when this process is gone.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, isBrief?: boolean }} [options]
 *   env: by default the user's, without settings that would change where files end up; isBrief: the
 *   command takes only a moment, so it needs no supervisor
 * @returns {Promise<CommandResult>}
 */
export function runCommand(
  command,
  args,
  { cwd, env = cleanEnvironment(), shell = false, isBrief = false } = {},
) {
  const isSupervised = !isBrief && !isWindows;
  const child = spawn(
    isSupervised ? process.execPath : command,
    isSupervised ? [supervisor, String(process.pid), command, ...args] : args,
    { cwd, env, shell, detached: !isWindows, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running.add(child);
  endWithThis(child, { kill: (signal) => signalGroup(child, signal) });
  announce(childPids());
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  return new Promise((resolve) => {
    const end = (/** @type {Partial<CommandResult>} */ result) => {
      running.delete(child);
      announce(childPids());
      resolve({ code: null, signal: null, missing: false, output, ...result });
    };
    child.on('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      end({ missing: error.code === 'ENOENT', output: output + error.message }),
    );
    // If the supervisor was killed, the command must not keep running.
    child.on('exit', (_, signal) => signal && signalGroup(child, 'SIGKILL'));
    child.on('close', (code, signal) => end({ code, signal, output, missing: isSupervised && code === 127 }));
  });
}

/**
 * Calls a listener with the process ids of the running commands whenever they change.
 *
 * @param {(pids: number[]) => void} listener
 */
export function onCommands(listener) {
  announce = listener;
}

/** Ends every running command, with everything it has started. */
export function stopCommands() {
  for (const child of running) signalGroup(child, 'SIGTERM');
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return; // There is no such command.
  try {
    if (isWindows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: it has just ended. macOS reports EPERM for a group whose last process has.
    const { code = '' } = /** @type {NodeJS.ErrnoException} */ (error);
    if (!['ESRCH', 'EPERM'].includes(code)) throw error;
  }
}

function childPids() {
  return [...running].flatMap(({ pid }) => pid ?? []);
}
