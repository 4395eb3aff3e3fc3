import { performance } from 'node:perf_hooks';
import { duration } from './duration.mjs';

/** @typedef {(text: string) => void} Note says what a step is doing */

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Prints which steps are running and how long each took: one line per step, with a spinner for those
 * that are running on a terminal, or a plain line now and then in a log. Steps may run side by side.
 *
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} [stream]
 * @param {{ every?: number }} [options] milliseconds between two plain lines of a long step
 */
export function createReporter(stream = process.stdout, { every = 15_000 } = {}) {
  /**
   * What to write of each step that is running.
   *
   * @type {Set<() => string>}
   */
  const running = new Set();
  let frame = 0;
  /** @type {NodeJS.Timeout | undefined} */
  let spinner;

  const line = (/** @type {string} */ text) => {
    if (spinner) stream.write('\r\x1b[K');
    stream.write(`${text}\n`);
  };
  const draw = () => {
    const text = `${FRAMES[frame++ % FRAMES.length]} ${[...running].map((describe) => describe()).join(' · ')}`;
    stream.write(`\r\x1b[K${text.slice(0, (stream.columns ?? 80) - 1)}`);
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
    const time = () => duration(performance.now() - started);
    const describe = () => `${title}${noted && `: ${noted}`} (${time()})`;
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    running.add(describe);
    if (stream.isTTY) spinner ??= setInterval(draw, 100);
    else {
      line(`  ${title} …`);
      timer = setInterval(() => line(`  ${title}: ${noted || 'still running'} (${time()})`), every);
    }
    const end = (/** @type {string} */ text) => {
      clearInterval(timer);
      running.delete(describe);
      line(text);
      if (running.size > 0) return;
      clearInterval(spinner);
      spinner = undefined;
    };
    try {
      const result = await action((text) => {
        noted = text;
      });
      end(`✓ ${title}${typeof result === 'string' ? `: ${result}` : ''} (${time()})`);
      return result;
    } catch (error) {
      end(`✗ ${title} (${time()})`);
      throw error;
    }
  }

  return { line, step };
}
