import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { digestOf } from '../folders';
import type { Format } from '../format';
import { mutateJson } from '../json';

interface StripModule {
  stripNotebook: (text: string, file?: string) => string;
}

/** A plain module, whatever this file is compiled to. */
function stripModule(): Promise<StripModule> {
  const file = path.resolve(__dirname, '..', '..', '..', 'strip', 'strip-notebook.mjs');
  return import(pathToFileURL(file).href) as Promise<StripModule>;
}

/** A notebook, as `npm run strip` reads it. */
export const notebook: Format = {
  name: 'notebook',
  share: 0.3,
  async originals() {
    const file = path.resolve(__dirname, '..', '..', '..', '..', 'notebooks', '1-import-libraries.ipynb');
    return { first: { 'first.ipynb': await readFile(file) } };
  },
  mutate(original, { random }) {
    const { bytes, what } = mutateJson(original['first.ipynb'] as Uint8Array, random);
    return { what, files: { 'first.ipynb': bytes } };
  },
  async read(folder) {
    const { stripNotebook } = await stripModule();
    const file = path.join(folder, 'first.ipynb');
    const stripped = stripNotebook(await readFile(file, 'utf8'), file);
    return { digest: digestOf(JSON.parse(stripped)) };
  },
};
