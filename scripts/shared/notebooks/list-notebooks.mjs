import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../environment.mjs';
import { parseNotebook } from './parse-notebook.mjs';

/**
 * The walk-through's notebooks, in order.
 *
 * @returns {{ file: string, stem: string, title: string }[]} the path from the root, the name
 *   without its extension, and the first heading
 * @throws {import('./parse-notebook.mjs').NotebookError} if a file is not a notebook
 */
export function listNotebooks() {
  return readdirSync(path.join(projectRoot, 'notebooks'))
    .filter((name) => name.endsWith('.ipynb'))
    .sort()
    .map((name) => {
      const file = path.join('notebooks', name);
      const { cells } = parseNotebook(readFileSync(path.join(projectRoot, file), 'utf8'), { file });
      const heading = [cells[0]?.source ?? '']
        .flat()
        .join('')
        .match(/^# (?:\d+\. )?(.+)$/m);
      return { file, stem: path.basename(name, '.ipynb'), title: heading?.[1] ?? name };
    });
}
