import { existsSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '../setup-error.mjs';
import { userProject } from './user-project.mjs';

/**
 * The Python environment from which JupyterLab runs: the one named, the active one, or `.venv` in the
 * user's project.
 *
 * @param {string} [named]
 * @throws {SetupError} if there is none
 */
export function jupyterEnvironment(named) {
  const folder = path.resolve(named ?? process.env.VIRTUAL_ENV ?? path.join(userProject(), '.venv'));
  if (!existsSync(path.join(folder, 'pyvenv.cfg')) && !existsSync(path.join(folder, 'conda-meta')))
    throw new SetupError(
      `Expected ${folder} to be a Python environment with JupyterLab but found none. Make one (python3 -m venv .venv && .venv/bin/pip install jupyterlab), or name it: --environment <folder>. Then run the same command again.`,
    );
  return folder;
}
