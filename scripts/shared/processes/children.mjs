import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const preload = fileURLToPath(new URL('end-with-parent.cjs', import.meta.url));
const wrapper = fileURLToPath(new URL('end_with_parent.py', import.meta.url));

/** Milliseconds between SIGTERM and SIGKILL: a training finishes its batch. */
const GRACE = 15_000;

/**
 * A program and its arguments.
 *
 * @typedef {{ command: string, args: string[] }} Program
 */

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/**
 * Children that run: whether the terminal sends them Ctrl-C, and how to send them a signal.
 *
 * @type {Map<ChildProcess, { hasTerminal: boolean, kill: (signal: NodeJS.Signals) => void }>}
 */
const running = new Map();

/** @type {NodeJS.Signals | undefined} */
let stopping;

/**
 * How to start a Node program that ends with this process.
 *
 * @param {string[]} args what would follow `node`
 * @returns {Program}
 * @example startChild(nodeProgram(['--test', 'a.test.ts']), { env: childEnvironment() });
 */
export const nodeProgram = (args) => ({ command: process.execPath, args: ['--require', preload, ...args] });

/**
 * How to start a Python program that ends with this process.
 *
 * @param {string} executable
 * @param {string[]} args what would follow `python`: `-m` and a module, or a program, then its
 *   arguments. Not `-m jupyter`, which replaces itself with another program
 * @returns {Program}
 * @example startChild(pythonProgram(python, ['-m', 'jupyterlab']), { env: childEnvironment() });
 */
export const pythonProgram = (executable, args) => ({ command: executable, args: [wrapper, ...args] });

/**
 * Starts a program that ends when this process does, however that ends. A signal that asks this
 * process to end is passed on, and this process ends after its children.
 *
 * @param {Program} program from {@link nodeProgram} or {@link pythonProgram}
 * @param {import('node:child_process').SpawnOptions & { hasTerminal?: boolean }} options
 *   hasTerminal: the program handles Ctrl-C itself, as JupyterLab does, so it is not ended here
 * @returns {ChildProcess}
 */
export function startChild({ command, args }, { env = process.env, hasTerminal = false, ...options }) {
  const child = spawn(command, args, { ...options, env: { ...env, STARTED_BY: String(process.pid) } });
  endWithThis(child, { hasTerminal });
  return child;
}

/**
 * Passes the signals that ask this process to end on to a child while it runs.
 *
 * @param {ChildProcess} child
 * @param {{ hasTerminal?: boolean, kill?: (signal: NodeJS.Signals) => void }} [options] kill: how
 *   to send a signal where more than the child itself has to end
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

/** The signal that asked this process to end, if any: nothing more should be started then. */
export const stoppedBy = () => stopping;

/**
 * The exit code that shells report for a process that a signal ended.
 *
 * @param {NodeJS.Signals} signal
 */
export const exitCodeOf = (signal) => 128 + constants.signals[signal];

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @param {NodeJS.Signals} signal */
function stop(signal) {
  const again = stopping === signal && signal === 'SIGINT';
  stopping = signal;
  for (const { hasTerminal, kill } of running.values()) {
    if (signal === 'SIGINT' && hasTerminal) continue;
    kill(again ? 'SIGKILL' : 'SIGTERM');
    setTimeout(() => kill('SIGKILL'), GRACE).unref();
  }
}
