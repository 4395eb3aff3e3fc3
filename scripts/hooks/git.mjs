import { spawnSync } from 'node:child_process';

/**
 * Runs git to its end.
 *
 * @param {string[]} args
 * @param {{ cwd?: string }} [options]
 * @returns {{ code: number, output: string, errors: string }} code: 127 when there is no git, as in a shell
 * @example git(['rev-parse', '--show-toplevel']).output
 */
export function git(args, { cwd } = {}) {
  const { error, status, stdout, stderr } = spawnSync('git', args, {
    cwd,
    encoding: 'utf8',
    // An executed notebook is some megabytes.
    maxBuffer: 1 << 30,
  });
  if (error?.code === 'ENOENT') return { code: 127, output: '', errors: 'no git' };
  if (error) throw error;
  return { code: status, output: stdout, errors: stderr };
}
