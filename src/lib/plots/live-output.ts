import { isInteractive } from './is-interactive';
import { kernelDisplay } from './kernel-display';
import type { MimeBundle } from './mime-bundle';

/** An output of a notebook cell that is updated while the cell runs. */
export interface LiveOutput {
  /** Shows the bundle, replacing what was shown before. */
  show(bundle: MimeBundle): void;
}

let outputs = 0;

/**
 * Creates an output that can be updated, if a person is watching: in a notebook whose front end
 * accepts input.
 *
 * @returns undefined in a terminal, and in a notebook that runs headless, where only the last state
 *   would be visible
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
