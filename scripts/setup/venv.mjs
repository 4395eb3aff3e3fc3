import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { findPython } from './find-python.mjs';
import { makeVenv } from './make-venv.mjs';
import { pythonPackages } from './python-packages.mjs';

/**
 * Makes `.venv` with pip in it, where it does not have the packages of requirements.txt yet: what an
 * interrupted or older set-up left in it is deleted.
 *
 * @satisfies {import('./setup.mjs').Step}
 */
export const venv = {
  title: 'Python environment',
  isCurrent: () => pythonPackages.isCurrent(),
  async make() {
    const { executable, version } = await findPython();
    await makeVenv(path.join(projectRoot, '.venv'), executable);
    return `.venv, of Python ${version}`;
  },
};
