import path from 'node:path';
import { projectRoot, python } from '../../shared/environment.mjs';
import { runCommand } from '../../shared/processes/run-command.mjs';
import { findPython } from '../find-python.mjs';
import { makeVenv } from '../make-venv.mjs';
import { OPENVINO } from '../openvino-wheel.mjs';
import { TENSORFLOW } from '../tensorflow-wheel.mjs';
import { hasLibraries } from '../wheel-libraries.mjs';
import { thisMachine, wheelFor } from '../wheel.mjs';

const folder = path.join(projectRoot, '.venv');

/**
 * Makes a Python environment with pip and nothing else, in the package's own folder, where a wheel
 * still has to be fetched and there is one for this machine.
 *
 * @satisfies {import('../setup.mjs').Step}
 */
export const pip = {
  title: 'pip',

  async isCurrent() {
    const machine = thisMachine();
    const wheels = [TENSORFLOW, OPENVINO].map((release) => wheelFor(release, machine).wheel);
    if (wheels.every((wheel) => wheel === undefined || hasLibraries(wheel))) return true;
    return (await runCommand(python, ['-m', 'pip', '--version'], { isBrief: true })).code === 0;
  },

  async make() {
    const { executable, version } = await findPython();
    await makeVenv(folder, executable);
    return `of Python ${version}, to fetch libraries with`;
  },
};
