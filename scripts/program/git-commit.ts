import { execFileSync } from 'node:child_process';

/** The commit that is checked out, with `-dirty` where files differ from it; undefined outside of a git clone. */
export function gitCommit(): string | undefined {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--exclude', '*', '--abbrev=12'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // No git, or an archive of the project instead of a clone: the record then does without.
    return undefined;
  }
}
