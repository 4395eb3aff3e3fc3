import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stripNotebook } from '../../../shared/notebooks/strip-notebook.mjs';
import { digestOf } from '../folders';
import type { Format } from '../format';
import { mutateJson } from '../json';

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
    const file = path.join(folder, 'first.ipynb');
    const stripped = stripNotebook(await readFile(file, 'utf8'), file);
    return { digest: digestOf(JSON.parse(stripped)) };
  },
};
