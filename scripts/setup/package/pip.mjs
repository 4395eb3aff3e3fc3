import path from 'node:path';
import { projectRoot, python } from '../../shared/environment.mjs';
import { runCommand } from '../../shared/processes/run-command.mjs';
import { findPython } from '../find-python.mjs';
import { makeVenv } from '../make-venv.mjs';
import { hasLibraries } from '../tensorflow-libraries.mjs';
import { chooseWheel, thisMachine } from '../tensorflow-wheel.mjs';

const folder = path.join(projectRoot, '.venv');

/**
 * Makes a Python environment with pip and nothing else, in the package's own folder, where TensorFlow's
 * wheel still has to be fetched and there is one for this machine.
 *
 * @satisfies {import('../setup.mjs').Step}
 */
export const pip = {
  title: 'pip',

  async isCurrent() {
    const { wheel } = chooseWheel(thisMachine());
    if (wheel === undefined || hasLibraries(wheel)) return true;
    return (await runCommand(python, ['-m', 'pip', '--version'], { isBrief: true })).code === 0;
  },

  async make() {
    const { executable, version } = await findPython();
    await makeVenv(folder, executable);
    return `of Python ${version}, to fetch TensorFlow with`;
  },
};
