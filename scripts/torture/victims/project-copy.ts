import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../project-root';

/**
 * Copies the project's tracked and untracked files, except those that git ignores (packages, data,
 * runs).
 */
export function copyProject(to: string): void {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: projectRoot,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  for (const name of list.split('\0').filter(Boolean)) {
    const from = path.join(projectRoot, name);
    if (!existsSync(from)) continue;
    mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    cpSync(from, path.join(to, name));
  }
}

/** Why the project can't be copied here; undefined if it can. */
export function reasonAgainstCopying(): string | undefined {
  const { status } = spawnSync('git', ['rev-parse', '--git-dir'], { cwd: projectRoot });
  return status === 0 ? undefined : 'needs a git clone';
}
