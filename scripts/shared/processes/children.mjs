import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const preload = fileURLToPath(new URL('end-with-parent.cjs', import.meta.url));
const wrapper = fileURLToPath(new URL('end_with_parent.py', import.meta.url));

/** Milliseconds that a child has from SIGTERM to its end: a training finishes its batch. */
const GRACE = 15_000;

const running = new Map(); // child -> whether it hears of Ctrl-C from the terminal, and how to end it
let stopping;

/**
 * How to start a Node program that ends with this process.
 *
 * @param {string[]} args what would follow `node`
 * @example startChild(nodeProgram(['--test', 'a.test.ts']), { env: childEnvironment() });
 */
export const nodeProgram = (args) => ({ command: process.execPath, args: ['--require', preload, ...args] });

/**
 * How to start a Python program that ends with this process.
 *
 * @param {string} executable
 * @param {string[]} args what would follow `python`: `-m` and a module, or a program, then its arguments. Not `-m jupyter`,
 *   which becomes another program
 * @example startChild(pythonProgram(python, ['-m', 'jupyterlab']), { env: childEnvironment() });
 */
export const pythonProgram = (executable, args) => ({ command: executable, args: [wrapper, ...args] });

/**
 * Starts a program that ends when this process does, whatever ends it; a signal that asks this process to end is handed
 * on, and this process ends after its children.
 *
 * @param {{ command: string, args: string[] }} program of {@link nodeProgram} or {@link pythonProgram}
 * @param {import('node:child_process').SpawnOptions & { hasTerminal?: boolean }} options hasTerminal: the program answers
 *   Ctrl-C in its own way, as JupyterLab does, so that it alone decides
 * @returns {import('node:child_process').ChildProcess}
 */
export function startChild({ command, args }, { env = process.env, hasTerminal = false, ...options }) {
  const child = spawn(command, args, { ...options, env: { ...env, STARTED_BY: String(process.pid) } });
  endWithThis(child, { hasTerminal });
  return child;
}

/**
 * Hands the signals that ask this process to end on to a child while that runs.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {{ hasTerminal?: boolean, kill?: (signal: NodeJS.Signals) => void }} [options] kill: how, where the child is not all
 *   that has to end
 */
export function endWithThis(child, { hasTerminal = false, kill = (signal) => child.kill(signal) } = {}) {
  if (running.size === 0) for (const signal of SIGNALS) process.on(signal, stop);
  running.set(child, { hasTerminal, kill });
  const end = () => {
    if (!running.delete(child) || running.size > 0) return;
    for (const signal of SIGNALS) process.off(signal, stop);
  };
  child.on('error', end).on('close', end);
}

/** The signal that asked this process to end, if one did: what comes next is then not started. */
export const stoppedBy = () => stopping;

/** The exit code of a process that a signal has ended, as shells have it. */
export const exitCodeOf = (signal) => 128 + constants.signals[signal];

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function stop(signal) {
  const again = stopping === signal && signal === 'SIGINT';
  stopping = signal;
  for (const { hasTerminal, kill } of running.values()) {
    if (signal === 'SIGINT' && hasTerminal) continue;
    kill(again ? 'SIGKILL' : 'SIGTERM');
    setTimeout(() => kill('SIGKILL'), GRACE).unref();
  }
}
