import { readdirSync } from 'node:fs';

const PACKAGES = /(?:^|\/)(?:node_modules|\.venv\/lib(?:64)?)\//;

/**
 * What a program that was killed left behind in a folder and nobody took away: temporary files and
 * folders, locks, and all in `tmp` but what tsx keeps there. What packages bring with them, such as
 * a yarn.lock, is theirs.
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
