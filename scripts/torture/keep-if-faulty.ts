import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from './attack';

/**
 * Keeps what a fault left on the disk, in a folder by its label.
 *
 * @param options.folder what is copied
 * @param options.kept where to: `out/torture`
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
