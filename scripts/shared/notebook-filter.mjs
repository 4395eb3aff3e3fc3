import { git } from './git.mjs';

/** The filter that `.gitattributes` names for notebooks. */
const KEY = 'filter.notebook-outputs.clean';

/** git runs it at the root of the working tree. `%f` is the notebook's path. */
const COMMAND = 'node scripts/hooks/clean-notebook.mjs %f';

/** The command that changes nothing: it stays where the filter was turned off, so that set-up does not turn it on again. */
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
  const inside = git(['rev-parse', '--show-prefix'], { cwd });
  // With a prefix this is a folder inside another repository, whose settings are none of our business.
  if (inside.code !== 0 || inside.output.trim() !== '') return 'no repository';
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
  if (filterState({ cwd }) === 'no repository')
    return {
      done: false,
      sentence: 'Expected the project to be the root of a git repository but found none here.',
    };
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
