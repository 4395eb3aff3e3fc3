import { join } from 'node:path';
import { loadModule } from './load-module';
import type { MimeBundle } from './mime-bundle';

/** What tslab 1.0.22 keeps in its module `dist/jupyter`: the way to the notebook's client, null before the first cell. */
interface TslabJupyter {
  lastWriteDisplayData:
    ((message: { data: MimeBundle; metadata: object; transient: object }, update: boolean) => void) | null;
}

/** Where an output goes. */
export interface DisplayPlace {
  /** A name by which it can be replaced. */
  id?: string;
  /** Whether an output of that name is there already. */
  isThere?: boolean;
}

const TSLAB_JUPYTER = join('tslab', 'dist', 'jupyter.js');

/**
 * The function that puts one output under the running notebook cell, or in the place of the one that has the same id
 * already, or undefined outside a tslab kernel. The one
 * place that knows tslab's inside: its public `display` can send a single MIME type only. It looks among the modules
 * already loaded, because loading tslab in a plain script would not make a kernel of it.
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
