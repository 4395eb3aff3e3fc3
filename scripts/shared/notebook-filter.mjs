import { git, isRepositoryRoot, NO_REPOSITORY } from './git.mjs';

/** The filter that `.gitattributes` names for notebooks. */
const KEY = 'filter.notebook-outputs.clean';

/** git runs it at the root of the working tree. `%f` is the notebook's path. */
const COMMAND = 'node scripts/hooks/clean-notebook.mjs %f';

/**
 * The command that changes nothing. It stays where the filter was turned off, so that set-up does
 * not turn it on again.
 */
const NOTHING = 'cat';

/**
 * Whether git leaves the outputs of notebooks out of what it stores: `none` where nobody has decided,
 * `off` where it was turned off or another filter was set.
 *
 * @param {{ cwd: string }} options cwd: the project's root
 * @returns {'on' | 'off' | 'none' | 'no repository'}
 * @example filterState({ cwd: projectRoot }) // 'on'
 */
export function filterState({ cwd }) {
  if (!isRepositoryRoot({ cwd })) return 'no repository';
  const command = git(['config', '--get', KEY], { cwd }).output.trim();
  if (command === '') return 'none';
  return command === COMMAND ? 'on' : 'off';
}

/**
 * Turns the filter on or off in this clone and its worktrees.
 *
 * @param {{ cwd: string, on: boolean }} options cwd: the project's root
 * @returns {{ done: boolean, sentence: string }} done: whether it worked; sentence: for the
 *   terminal
 * @example setFilter({ cwd: projectRoot, on: true })
 */
export function setFilter({ cwd, on }) {
  if (!isRepositoryRoot({ cwd })) return NO_REPOSITORY;
  const { code, errors } = git(['config', KEY, on ? COMMAND : NOTHING], { cwd });
  if (code !== 0)
    return {
      done: false,
      sentence: `Expected git to take the setting ${KEY} but found: ${errors.trim()}.`,
    };
  return {
    done: true,
    sentence: on
      ? 'In this clone git stores notebooks without outputs. `npm run hook -- --remove` undoes this.'
      : 'In this clone git stores notebooks as they are.',
  };
}
