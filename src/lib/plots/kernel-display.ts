import { join } from 'node:path';
import { loadModule } from './load-module';
import type { MimeBundle } from './mime-bundle';

/**
 * The state of tslab 1.0.22's module `dist/jupyter`: the function that sends output to the
 * notebook's client, null before the first cell.
 */
interface TslabJupyter {
  lastWriteDisplayData:
    ((message: { data: MimeBundle; metadata: object; transient: object }, update: boolean) => void) | null;
}

/** The target of an output. */
export interface DisplayPlace {
  /** An id by which the output can be replaced. */
  id?: string;
  /** Whether an output with that id exists already. */
  isThere?: boolean;
}

const TSLAB_JUPYTER = join('tslab', 'dist', 'jupyter.js');

/**
 * Returns the function that shows an output under the running notebook cell, or replaces the output
 * with the same id; undefined outside a tslab kernel. This is the only code that relies on tslab's
 * internals, since its public `display` can only send a single MIME type. It searches the modules
 * already loaded, because loading tslab in a plain script would not turn it into a kernel.
 *
 * @example kernelDisplay()?.({ 'text/plain': 'hello' });
 */
export function kernelDisplay(): ((data: MimeBundle, place?: DisplayPlace) => void) | undefined {
  const { cache } = loadModule as unknown as NodeJS.Require;
  const path = Object.keys(cache).find((name) => name.endsWith(TSLAB_JUPYTER));
  const send = path === undefined ? undefined : (cache[path]?.exports as TslabJupyter).lastWriteDisplayData;
  if (!send) return undefined;
  return (data, { id, isThere = false } = {}) =>
    send({ data, metadata: {}, transient: id === undefined ? {} : { display_id: id } }, isThere);
}
