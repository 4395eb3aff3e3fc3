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
}

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
