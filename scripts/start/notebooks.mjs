import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../environment.mjs';

/**
 * The walk-through's notebooks in their order.
 *
 * @returns {{ file: string, stem: string, title: string }[]} path from the root, name without ending, first heading
 */
export function listNotebooks() {
  return readdirSync(path.join(projectRoot, 'notebooks'))
    .filter((name) => name.endsWith('.ipynb'))
    .sort()
    .map((name) => {
      const file = path.join('notebooks', name);
      const { cells } = JSON.parse(readFileSync(path.join(projectRoot, file), 'utf8'));
      const heading = [cells[0].source]
        .flat()
        .join('')
        .match(/^# (?:\d+\. )?(.+)$/m);
      return { file, stem: path.basename(name, '.ipynb'), title: heading?.[1] ?? name };
    });
}
