import { performance } from 'node:perf_hooks';
import { duration } from './duration.mjs';

/** @typedef {(text: string) => void} Note says what a step is doing */

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Prints which step is running and how long it took: one line per step, with a spinner on a
 * terminal, or a plain line now and then in a log.
 *
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} [stream]
 * @param {{ every?: number }} [options] milliseconds between two plain lines of a long step
 */
export function createReporter(stream = process.stdout, { every = 15_000 } = {}) {
  const line = (/** @type {string} */ text) => {
    stream.write(`${text}\n`);
  };

  /**
   * Runs an action, which may `note` what it is doing. A text that it returns is added to the
   * step's line.
   *
   * @template T
   * @param {string} title
   * @param {(note: Note) => Promise<T>} action
   */
  async function step(title, action) {
    const started = performance.now();
    let noted = '';
    let frame = 0;
    const time = () => duration(performance.now() - started);
    const draw = () => {
      const text = `${FRAMES[frame++ % FRAMES.length]} ${title}${noted && `: ${noted}`} (${time()})`;
      stream.write(`\r\x1b[K${text.slice(0, (stream.columns ?? 80) - 1)}`);
    };
    if (!stream.isTTY) line(`  ${title} …`);
    const timer = stream.isTTY
      ? setInterval(draw, 100)
      : setInterval(() => line(`  ${title}: ${noted || 'still running'} (${time()})`), every);
    try {
      const result = await action((text) => {
        noted = text;
      });
      clearInterval(timer);
      if (stream.isTTY) stream.write('\r\x1b[K');
      line(`✓ ${title}${typeof result === 'string' ? `: ${result}` : ''} (${time()})`);
      return result;
    } catch (error) {
      clearInterval(timer);
      if (stream.isTTY) stream.write('\r\x1b[K');
      line(`✗ ${title} (${time()})`);
      throw error;
    }
  }

  return { line, step };
}
