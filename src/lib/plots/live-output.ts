import { isInteractive } from './is-interactive';
import { kernelDisplay } from './kernel-display';
import type { MimeBundle } from './mime-bundle';

/** An output of a notebook cell that is updated while the cell runs. */
export interface LiveOutput {
  /**
   * Shows the bundle under the cell that is running when this is first called. Later calls replace
   * what is shown there.
   */
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
  if (!kernelDisplay() || !isInteractive()) return undefined;
  // Found on first use: the cell that creates an output may not be the one that shows it.
  let display: ReturnType<typeof kernelDisplay>;
  const id = `live-${process.pid}-${++outputs}`;
  let isThere = false;
  return {
    show(bundle) {
      display ??= kernelDisplay();
      display?.(bundle, { id, isThere });
      isThere = true;
    },
  };
}
