import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithThis } from '../shared/processes/children.mjs';
import { cleanEnvironment } from '../shared/processes/clean-environment.mjs';

const supervisor = fileURLToPath(new URL('../shared/processes/supervise.cjs', import.meta.url));
const isWindows = process.platform === 'win32';

const running = new Set();
let announce = () => {};

/**
 * Runs a command to its end and keeps what it printed. It gets a process group of its own, so that
 * {@link stopCommands} reaches its children too, and it ends with all of them when this process is gone.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, isBrief?: boolean }} [options] env: by default the user's
 *   without what would change where things land; isBrief: the command ends by itself in a moment, and nobody has to look
 *   after it
 * @returns {Promise<{ code: number | null, signal: string | null, missing: boolean, output: string }>} `missing` when
 *   there is no such command; output and errors are together, as on a terminal
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
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => {
    const end = (result) => {
      running.delete(child);
      announce(childPids());
      resolve({ code: null, signal: null, missing: false, output, ...result });
    };
    child.on('error', (error) => end({ missing: error.code === 'ENOENT', output: output + error.message }));
    // Who looks after it was killed: what it looked after is not to go on alone.
    child.on('exit', (code, signal) => signal && signalGroup(child, 'SIGKILL'));
    child.on('close', (code, signal) => end({ code, signal, output, missing: isSupervised && code === 127 }));
  });
}

/** Calls `listener` with the process ids of the commands that run, each time they change. */
export function onCommands(listener) {
  announce = listener;
}

/** Ends every command that runs, with whatever it started itself. */
export function stopCommands(signal = 'SIGTERM') {
  for (const child of running) signalGroup(child, signal);
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return; // There is no such command.
  try {
    if (isWindows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // It has just ended by itself; macOS says EPERM of a group whose last process has.
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

function childPids() {
  return [...running].map((child) => child.pid).filter((pid) => pid !== undefined);
}
