import { readdirSync } from 'node:fs';

const PACKAGES = /(?:^|\/)(?:node_modules|\.venv\/lib(?:64)?)\//;

/**
 * The files that a killed program left behind in a folder: temporary files and folders, locks, and
 * everything in `tmp` except tsx's cache. Files of installed packages, such as a yarn.lock, do not
 * count.
 *
 * @example leftovers('models/runs/mine'); // ['checkpoints/.last.safetensors.0a1b.tmp']
 */
export function leftovers(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.tmp$|\.lock$|\.partial$|^tmp\/(?!tsx-)/.test(name) && !PACKAGES.test(name))
    .sort()
    .slice(0, 5);
}
