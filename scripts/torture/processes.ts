import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from './project-root';
import type { Command } from './victim';

/** The environment variable that identifies a program and all processes that it starts. */
const MARK = 'TORTURE_MARK';

/** A running program. */
export interface Started {
  readonly child: ChildProcess;
  /** What it has printed so far, both streams together. */
  readonly output: () => string;
  /** Its lines on standard output. */
  readonly lines: readonly string[];
  /** How it ended: an exit code, or a signal's name. */
  readonly end: Promise<number | string>;
  /** Every process that carries its mark. */
  readonly pids: () => number[];
}

/**
 * Starts a program in a new process group.
 *
 * @param options.mark a text that identifies it and its child processes
 * @param options.onLine called with each line of standard output
 */
export function start(
  { command, args, environment, folder = projectRoot }: Command,
  { mark, onLine }: { mark: string; onLine?: (line: string) => void },
): Started {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...environment, [MARK]: mark },
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let rest = '';
  const lines: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      lines.push(line);
      onLine?.(line);
    }
  });
  const end = new Promise<number | string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    // Not 'close', since a child process that is left running keeps the pipes open.
    child.on('exit', (code, signal) => resolve(signal ?? code ?? 0));
  });
  return { child, lines, end, output: () => output, pids: () => marked(mark) };
}

/**
 * The processes with a mark, without zombies; none if there is no /proc.
 */
function marked(mark: string): number[] {
  let pids: number[];
  try {
    pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
  return pids.filter((pid) => {
    try {
      return (
        readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${MARK}=${mark}`) &&
        !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
      );
    } catch {
      return false; // Ended meanwhile, or another user's.
    }
  });
}

/** The longest time for a whole run, on a busy machine. */
export const LONGEST_MILLISECONDS = 20 * 60_000;

/** How a program ended, or that it is still running after twenty minutes. */
export async function waitForEnd(started: Started): Promise<number | string> {
  const stop = new AbortController();
  const late = sleep(LONGEST_MILLISECONDS, undefined, { signal: stop.signal }).then(
    () => `nothing after ${LONGEST_MILLISECONDS / 60_000} minutes`,
    () => 0,
  );
  const end = await Promise.race([started.end, late]);
  stop.abort();
  return end;
}

/**
 * Waits until all of a program's processes have ended.
 *
 * @returns the command lines of those still running after that time, which are then killed
 */
export async function waitForAll({ pids }: Started, milliseconds: number): Promise<string[]> {
  const deadline = performance.now() + milliseconds;
  while (pids().length > 0 && performance.now() < deadline) await sleep(50);
  return pids().map((pid) => {
    const shown = commandLine(pid);
    kill(pid, 'SIGKILL');
    return shown;
  });
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0').join(' ').trim().slice(0, 120);
  } catch {
    return `process ${pid}`;
  }
}

/** Sends a signal. It is not an error if the process has just ended. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
