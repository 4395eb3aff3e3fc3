import { spawnSync } from 'node:child_process';

/**
 * Runs git.
 *
 * @param {string[]} args
 * @param {{ cwd?: string }} [options]
 * @returns {{ code: number, output: string, errors: string }} code: 127 if git is missing, as in a
 *   shell
 * @example git(['rev-parse', '--show-toplevel']).output
 */
export function git(args, { cwd } = {}) {
  const { error, status, stdout, stderr } = spawnSync('git', args, {
    cwd,
    encoding: 'utf8',
    // An executed notebook has several megabytes.
    maxBuffer: 1 << 30,
  });
  if (error && 'code' in error && error.code === 'ENOENT')
    return { code: 127, output: '', errors: 'git is not installed' };
  if (error) throw error;
  // null: a signal ended it.
  return { code: status ?? 1, output: stdout, errors: stderr };
}

/**
 * Whether a folder is the root of a repository's working tree. A folder inside one is not: the
 * settings of that repository are none of our business.
 *
 * @param {{ cwd: string }} options
 * @example isRepositoryRoot({ cwd: projectRoot })
 */
export function isRepositoryRoot({ cwd }) {
  const { code, output } = git(['rev-parse', '--show-prefix'], { cwd });
  return code === 0 && output.trim() === '';
}

/** What there is to say where the project is not the root of a repository. */
export const NO_REPOSITORY = {
  done: false,
  sentence: 'Expected the project to be the root of a git repository but found none here.',
};
