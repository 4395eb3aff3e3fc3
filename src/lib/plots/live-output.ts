import { isInteractive } from './is-interactive';
import { kernelDisplay } from './kernel-display';
import type { MimeBundle } from './mime-bundle';

/** One output of a notebook's cell that changes while the cell runs. */
export interface LiveOutput {
  /** Shows it for the first time, or in place of what it showed before. */
  show(bundle: MimeBundle): void;
}

let outputs = 0;

/**
 * An output that can be shown again and again, where somebody looks on: in a notebook whose front end would take input.
 *
 * @returns undefined in a terminal, and in a notebook that runs headless, where only the last state would be seen
 * @example createLiveOutput()?.show({ 'text/html': '<b>3</b> of 10', 'text/plain': '3 of 10' });
 */
export function createLiveOutput(): LiveOutput | undefined {
  const display = kernelDisplay();
  if (!display || !isInteractive()) return undefined;
  const id = `live-${process.pid}-${++outputs}`;
  let isThere = false;
  return {
    show(bundle) {
      display(bundle, { id, isThere });
      isThere = true;
    },
  };
}
