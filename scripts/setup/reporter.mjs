import { performance } from 'node:perf_hooks';
import { duration } from '../shared/duration.mjs';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Tells the terminal which step runs and how long it took: one line a step, with a spinner where the output is a
 * terminal, and a plain line now and then where it is a file or a log.
 *
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} [stream]
 * @param {{ every?: number }} [options] milliseconds between two plain lines of a long step
 * @returns {{ line: (text: string) => void,
 *   step: <T>(title: string, action: (note: (text: string) => void) => Promise<T>) => Promise<T> }}
 *   `step` runs the action, which may `note` what it is at; a text that the action returns goes to the step's line
 */
export function createReporter(stream = process.stdout, { every = 15_000 } = {}) {
  const line = (text) => stream.write(`${text}\n`);

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
      : setInterval(() => line(`  ${title}: ${noted || 'still at it'} (${time()})`), every);
    try {
      const result = await action((text) => (noted = text));
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
