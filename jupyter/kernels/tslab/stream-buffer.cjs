'use strict';
// Taken before a cell can replace them.
const { clearTimeout, setTimeout } = globalThis;

/** @typedef {'stdout' | 'stderr'} StreamName */
/** @typedef {{ name: StreamName, text: string }} Segment */

/**
 * How many writes in a row are sent at once, how many of them every cell may send at least, and after
 * how many milliseconds one more is.
 */
const BURST = { size: 50, perCell: 10, refill: 50 };

/** How long text may wait, in milliseconds. */
const DELAY = 50;

/** How much text may wait, in characters: this goes out also from a loop that never yields. */
const MOST_TEXT = 1 << 16;

/** How often the stream may change in what waits, and so how many messages a flush sends. */
const MOST_SEGMENTS = 20;

/**
 * Gathers what is written to stdout and stderr into few messages: Jupyter's server drops a kernel's
 * messages beyond 1,000 a second, and a browser takes milliseconds for each. The first writes of a
 * burst go out at once, so that a line printed before a long computation is seen. Those that follow
 * wait for a moment, or until there are enough of them. A cell's first lines go out at once also
 * after a cell that printed much.
 *
 * Text keeps its order, except in one case: where the two streams alternate more than 20 times
 * within that moment, each stream's further text stands together.
 *
 * Every step leaves a state that the next call can go on from, since an interrupt may end the loop
 * that writes at any point (see interrupt.cjs).
 *
 * @param {(segment: Segment) => void} send
 */
function createStreamBuffer(send) {
  /** @type {Segment[]} */
  let waiting = [];
  let size = 0;
  let since = 0;
  let credit = BURST.size;
  let credited = performance.now();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  /** Sends what waits. Called before every other message, so that outputs keep their order. */
  function flush() {
    clearTimeout(timer);
    timer = undefined;
    const segments = waiting;
    waiting = [];
    size = 0;
    for (const segment of segments) send(segment);
  }

  /** Called before a cell's first write. */
  function beginCell() {
    flush();
    credit = Math.max(credit, BURST.perCell);
  }

  /**
   * @param {StreamName} name
   * @param {string} text
   */
  function write(name, text) {
    if (text === '') return;
    const now = performance.now();
    if (waiting.length === 0) {
      credit = Math.min(BURST.size, credit + (now - credited) / BURST.refill);
      credited = now;
      if (credit >= 1) {
        credit--;
        send({ name, text });
        return;
      }
      since = now;
    }
    // Two streams take turns, so that the last segment but one is the other stream's.
    const [other, last] = [waiting[waiting.length - 2], waiting[waiting.length - 1]];
    if (last?.name === name) last.text += text;
    else if (waiting.length >= MOST_SEGMENTS) other.text += text;
    else waiting.push({ name, text });
    size += text.length;
    if (size >= MOST_TEXT || now - since >= DELAY) flush();
    else timer ??= setTimeout(flush, DELAY);
  }

  return { write, flush, beginCell };
}

module.exports = { createStreamBuffer };
