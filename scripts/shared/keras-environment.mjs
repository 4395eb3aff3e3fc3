import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './environment.mjs';
import { explainFailure } from '../setup/explain-failure.mjs';
import { findPython } from '../setup/find-python.mjs';
import { runPip } from '../setup/python-packages.mjs';
import { runCommand } from './processes/run-command.mjs';
import { hashFile, isStamped, writeStamp } from '../setup/stamp.mjs';

const folder = path.join(projectRoot, '.cache', 'keras-venv');
const stamp = path.join(folder, 'setup.json');
const requirements = path.join(projectRoot, 'scripts', 'bench', 'requirements.txt');

/** The Python that has Keras. */
export const kerasPython =
  process.platform === 'win32'
    ? path.join(folder, 'Scripts', 'python.exe')
    : path.join(folder, 'bin', 'python');

/** Keras's settings: none, instead of those in the user's home. */
export const kerasHome = path.join(folder, 'home');

/**
 * Keras with its own TensorFlow, an environment beside the project's, for what is measured against
 * it.
 *
 * @type {import('../setup/setup.mjs').Step}
 */
export const kerasEnvironment = {
  title: 'Keras to compare with',

  async isCurrent() {
    return isStamped(stamp, { requirements: hashFile(requirements), folder }) && existsSync(kerasPython);
  },

  async make(note) {
    const { executable, version } = await findPython();
    note('making .cache/keras-venv');
    rmSync(folder, { recursive: true, force: true });
    const made = await runCommand(executable, ['-m', 'venv', folder]);
    if (made.code !== 0) throw explainFailure('`python -m venv .cache/keras-venv`', made);
    note('installing scripts/bench/requirements.txt');
    const installed = await runPip(['install', '--quiet', '-r', requirements], { executable: kerasPython });
    if (installed.code !== 0)
      throw explainFailure('`pip install -r scripts/bench/requirements.txt`', installed);
    writeStamp(stamp, { requirements: hashFile(requirements), folder });
    return `Keras on Python ${version}`;
  },
};
