import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';

const cache = path.join(projectRoot, '.cache', 'kernel-cells');
const program = path.join(projectRoot, 'jupyter', 'kernels', 'tslab', 'warm-up.cjs');

/**
 * Compiles the library for the kernel, so that the first cell does not have to wait for it.
 *
 * @satisfies {import('./setup.mjs').Step}
 */
export const library = {
  title: 'Library for the kernel',

  /** The kernel compiles what has changed since. */
  isCurrent: () => existsSync(cache),

  /** An error in the library does not fail set-up: a notebook's cell will show it. */
  async make() {
    const { code, output } = await runCommand(process.execPath, [program], { cwd: projectRoot });
    return code === 0 ? 'compiled and checked' : `compiled with errors:\n${output.trimEnd()}`;
  },
};
