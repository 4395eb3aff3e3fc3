import { writeSync } from 'node:fs';

/** A line of text that is written over until it is finished: {@link createLiveLine} makes one. */
export interface LiveLine {
  /** Shows a text in place of the one before; nothing where a line can't be written over. */
  update(text: string): void;
  /** Shows a text that stays, and begins a new line. */
  finish(text: string): void;
}

/** Where a {@link LiveLine} is written. */
export interface LiveLineOptions {
  /** Takes the text; by default standard output. */
  write?: (text: string) => unknown;
  /** Whether a line can be written over (`\r`); by default in a terminal and in a notebook. */
  live?: boolean;
  /** The least time between two updates, in seconds. */
  interval?: number;
  /**
   * Whether finished lines also go to the terminal that runs the kernel, since a headless notebook shows nothing before
   * its end; by default where the variable PROGRESS_TO_TERMINAL is set, as `npm start` does.
   */
  terminal?: boolean;
}

/** The kernel has its own hands on process.stderr; the descriptor behind it still leads to the terminal. */
const STDERR = 2;

/** How such a line begins, by which `npm start` tells it from nbconvert's own. */
export const TERMINAL_MARK = '      ';

/**
 * A line that shows how far something is. Updates that come faster than the interval are passed over, since a
 * notebook keeps every one of them.
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
  // Spaces over what a longer line before left standing.
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

/** In a terminal, and in the kernel of a notebook, whose front ends understand `\r`. */
function canOverwrite(): boolean {
  return process.stdout.isTTY || Symbol.for('jupyter.interrupt') in globalThis;
}
