import { bar, formatPercent } from '../../src/lib/format';
import { createLiveLine } from '../../src/lib/live-line';
import { duration } from './duration.mjs';

/** Seconds before the time left can be told. */
const SOON = 3;

/**
 * Makes a progress bar with the time left, on the standard error, so that a table or JSON goes to the
 * standard output undisturbed.
 *
 * @returns takes the share that is done, 0 to 1, and what is being done
 * @example
 * const report = showProgress();
 * report(0.5, 'clip.mp4'); // '━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌ 50 % · 12.0 s left · clip.mp4'
 */
export function showProgress(): { update(share: number, what: string): void; end(): void } {
  const isTerminal = Boolean(process.stderr.isTTY);
  const write = (text: string) => process.stderr.write(text);
  const line = createLiveLine({ write, live: isTerminal, terminal: false });
  const began = performance.now();
  let isShown = false;
  return {
    update(share, what) {
      const passed = performance.now() - began;
      const left =
        passed > SOON * 1000 && share > 0 ? ` · ${duration((passed / share) * (1 - share))} left` : '';
      const room = Math.max(10, (process.stderr.columns ?? 80) - 50);
      const name = what.length > room ? `…${what.slice(1 - room)}` : what;
      line.update(`${bar(share, 20)} ${formatPercent(share, 0)}${left} · ${name}`);
      isShown = isTerminal;
    },
    end() {
      if (isShown) line.finish('');
    },
  };
}
