import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { git, isRepositoryRoot, NO_REPOSITORY } from './git.mjs';

/** The folder of the project's git hooks. git reads it relative to the root of the working tree. */
const HOOKS = 'scripts/hooks';

/**
 * Which hooks git runs in a repository: the project's (`ours`), `none` or `others`.
 *
 * @param {{ cwd: string }} options cwd: the project's root
 * @returns {{ state: 'ours' | 'none' | 'others' | 'no repository', found?: string }} found: which
 *   others
 * @example hooksOf({ cwd: projectRoot }).state // 'none'
 */
export function hooksOf({ cwd }) {
  if (!isRepositoryRoot({ cwd })) return { state: 'no repository' };
  const configured = git(['config', '--get', 'core.hooksPath'], { cwd }).output.trim();
  if (configured === HOOKS) return { state: 'ours' };
  if (configured) return { state: 'others', found: `core.hooksPath ${configured}` };
  const folder = path.resolve(cwd, git(['rev-parse', '--git-path', 'hooks'], { cwd }).output.trim());
  const own = existsSync(folder) ? readdirSync(folder).filter((name) => !name.endsWith('.sample')) : [];
  return own.length
    ? { state: 'others', found: own.map((name) => `.git/hooks/${name}`).join(', ') }
    : { state: 'none' };
}

/**
 * Turns the project's git hooks on or off.
 *
 * @param {{ cwd: string, on: boolean }} options cwd: the project's root
 * @returns {{ done: boolean, sentence: string }} done: whether it worked; sentence: for the
 *   terminal
 * @example setHooks({ cwd: projectRoot, on: true })
 */
export function setHooks({ cwd, on }) {
  const { state, found } = hooksOf({ cwd });
  if (state === 'no repository') return NO_REPOSITORY;
  if (state === 'others' && on)
    return {
      done: false,
      sentence: `Expected this clone to have no git hooks yet but found ${found}. Yours are unchanged: let your own pre-commit hook call \`node ${HOOKS}/pre-commit\`.`,
    };
  if (on) {
    if (state === 'none') git(['config', 'core.hooksPath', HOOKS], { cwd });
    return {
      done: true,
      sentence:
        'From now on git rejects commits of notebooks with outputs in this clone. `npm run hook -- --remove` undoes this.',
    };
  }
  if (state === 'ours') git(['config', '--unset', 'core.hooksPath'], { cwd });
  return { done: true, sentence: "Git does not run the project's hooks in this clone." };
}
