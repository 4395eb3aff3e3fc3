import { spawn } from 'node:child_process';

const running = new Set();
let announce = () => {};

/**
 * Runs a command to its end and keeps what it printed. It gets a process group of its own, so that
 * {@link stopCommands} reaches its children too.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<{ code: number | null, signal: string | null, missing: boolean, output: string }>} `missing` when
 *   there is no such command; output and errors are together, as on a terminal
 */
export function runCommand(command, args, { cwd, env = process.env, shell = false } = {}) {
  const child = spawn(command, args, {
    cwd,
    env,
    shell,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
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
    child.on('close', (code, signal) => end({ code, signal, output }));
  });
}

/** Calls `listener` with the process ids of the commands that run, each time they change. */
export function onCommands(listener) {
  announce = listener;
}

/** Ends every command that runs, with whatever it started itself. */
export function stopCommands(signal = 'SIGTERM') {
  for (const child of running) {
    try {
      if (process.platform === 'win32') child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error; // It has just ended by itself.
    }
  }
}

function childPids() {
  return [...running].map((child) => child.pid).filter((pid) => pid !== undefined);
}
