import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from './attack';

/**
 * If a case was faulty, copies its files to a folder named by its label.
 *
 * @param options.folder the folder to copy
 * @param options.kept the target: `out/torture`
 */
export function keepIfFaulty(
  { fault }: Outcome,
  { folder, kept, label }: { folder: string; kept: string; label: string },
): void {
  if (fault === undefined) return;
  const to = path.join(kept, label);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  cpSync(folder, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (name) => !/[\\/](?:node_modules|\.venv)$/.test(name),
  });
}
