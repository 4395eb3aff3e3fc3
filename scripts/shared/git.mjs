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
