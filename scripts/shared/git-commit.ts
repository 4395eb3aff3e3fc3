import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The commit that is checked out, with `-dirty` where files differ from it; undefined outside of a
 * git clone, also where the project lies in another project's.
 *
 * @param root the project's folder
 * @example gitCommit(); // '1a2b3c4d5e6f-dirty'
 */
export function gitCommit(root = path.resolve(__dirname, '..', '..')): string | undefined {
  if (!existsSync(path.join(root, '.git'))) return undefined;
  // A git hook's variables name another repository.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--exclude', '*', '--abbrev=12'], {
      cwd: root,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // No git, or one that does not trust the folder: the record then does without.
    return undefined;
  }
}
