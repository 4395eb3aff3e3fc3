import { writeSync } from 'node:fs';

/** A line of text that is overwritten until it is finished; see {@link createLiveLine}. */
export interface LiveLine {
  /** Replaces the line's text. Does nothing where lines cannot be overwritten. */
  update(text: string): void;
  /** Writes the final text and starts a new line. */
  finish(text: string): void;
}

/** Options of {@link createLiveLine}. */
export interface LiveLineOptions {
  /** Receives the text; by default it goes to standard output. */
  write?: (text: string) => unknown;
  /** Whether a line can be overwritten (`\r`); by default true in a terminal and in a notebook. */
  live?: boolean;
  /** Minimum time between two updates, in seconds. */
  interval?: number;
  /**
   * Whether to also write finished lines to the kernel's terminal, because a headless notebook
   * shows nothing until it ends. By default true if PROGRESS_TO_TERMINAL is set, as by `npm start`.
   */
  terminal?: boolean;
}

/** The kernel intercepts process.stderr; the file descriptor still leads to the terminal. */
const STDERR = 2;

/** Prefix by which `npm start` distinguishes these lines from nbconvert's. */
export const TERMINAL_MARK = '      ';

/**
 * Creates a line that shows progress. Updates within the interval are skipped, because a notebook
 * stores every one of them.
 *
 * @example
 * const line = createLiveLine();
 * line.update('3 of 10');
 * line.finish('10 of 10');
 */
export function createLiveLine({
  write = toStdout,
  live = canOverwrite(),
  interval = 0.5,
  terminal = Boolean(process.env.PROGRESS_TO_TERMINAL),
}: LiveLineOptions = {}): LiveLine {
  let shown = '';
  let lastUpdate = -Infinity;
  // Spaces cover the rest of a longer previous text.
  const show = (text: string, end: string) =>
    write(`${live && shown ? '\r' : ''}${text.padEnd(shown.length)}${end}`);
  return {
    update(text) {
      const now = performance.now();
      if (!live || now - lastUpdate < interval * 1000) return;
      lastUpdate = now;
      show(text, '');
      shown = text;
    },
    finish(text) {
      show(text, '\n');
      if (terminal) writeSync(STDERR, `${TERMINAL_MARK}${text}\n`);
      shown = '';
      lastUpdate = -Infinity;
    },
  };
}

function toStdout(text: string): void {
  process.stdout.write(text);
}

/** True in a terminal and in a notebook's kernel, whose front ends support `\r`. */
function canOverwrite(): boolean {
  return process.stdout.isTTY || Symbol.for('jupyter.interrupt') in globalThis;
}
