import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { git } from './git.mjs';

/** The folder of the project's git hooks, from its root: git takes it relative to the working tree. */
const HOOKS = 'scripts/hooks';

/**
 * Which hooks git runs in a repository: `ours`, `none`, another folder or other hooks (`others`), or `no repository`.
 *
 * @param {{ cwd: string }} options the project's root
 * @returns {{ state: 'ours' | 'none' | 'others' | 'no repository', found?: string }} found: what the others are
 * @example hooksOf({ cwd: projectRoot }).state // 'none'
 */
export function hooksOf({ cwd }) {
  const inside = git(['rev-parse', '--show-prefix'], { cwd });
  // A prefix says that this is a folder inside of another repository, whose hooks are not ours to set.
  if (inside.code !== 0 || inside.output.trim() !== '') return { state: 'no repository' };
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
 * Lets git run the project's hooks, or none again.
 *
 * @param {{ cwd: string, on: boolean }} options
 * @returns {{ done: boolean, sentence: string }} done: whether it is now as asked; the sentence is for the terminal
 * @example setHooks({ cwd: projectRoot, on: true })
 */
export function setHooks({ cwd, on }) {
  const { state, found } = hooksOf({ cwd });
  if (state === 'no repository')
    return {
      done: false,
      sentence: 'Expected the project to be a git repository of its own but found none here.',
    };
  if (state === 'others' && on)
    return {
      done: false,
      sentence: `Expected this clone to have no git hooks yet but found ${found}. Yours stay as they are: let your own pre-commit hook call \`node ${HOOKS}/pre-commit\`.`,
    };
  if (on) {
    if (state === 'none') git(['config', 'core.hooksPath', HOOKS], { cwd });
    return {
      done: true,
      sentence:
        'Git refuses commits of notebooks with outputs in this clone from now on. `npm run hook -- --remove` ends that.',
    };
  }
  if (state === 'ours') git(['config', '--unset', 'core.hooksPath'], { cwd });
  return { done: true, sentence: "Git runs none of the project's hooks in this clone." };
}
