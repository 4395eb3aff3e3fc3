import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { runCommand } from './run-command.mjs';

const cache = path.join(projectRoot, '.cache', 'kernel.json');
const program = path.join(projectRoot, 'jupyter', 'kernels', 'tslab', 'warm-up.cjs');

/** The library compiled for the kernel, so that the very first cell need not wait for it. */
export const library = {
  title: 'Library for the kernel',

  /** Whatever changed since is compiled by the kernel itself. */
  isCurrent: () => existsSync(cache),

  /** An error in the library is no error of the set-up: the notebook's cell shows it where it can be read. */
  async make() {
    const { code, output } = await runCommand(process.execPath, [program], { cwd: projectRoot });
    return code === 0 ? 'compiled and checked' : `not without errors:\n${output.trimEnd()}`;
  },
};
