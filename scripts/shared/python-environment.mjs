import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './environment.mjs';
import { explainFailure } from '../setup/explain-failure.mjs';
import { findPython } from '../setup/find-python.mjs';
import { makeVenv } from '../setup/make-venv.mjs';
import { runPip } from '../setup/python-packages.mjs';
import { hashFile, isStamped, writeStamp } from '../setup/stamp.mjs';

/**
 * A Python environment beside the project's, which a command makes when it first needs it.
 *
 * @param {string} name of its folder in `.cache`
 * @param {{ title: string, requirements: string }} options title: what set-up calls the step;
 *   requirements: the path of its requirements.txt from the project's root, with hashes
 * @returns {{ folder: string, python: string, step: import('../setup/setup.mjs').Step }} its folder,
 *   its Python, and the step of set-up that makes it
 * @example const { python, step } = pythonEnvironment('keras-venv', { title: 'Keras', requirements });
 */
export function pythonEnvironment(name, { title, requirements }) {
  const folder = path.join(projectRoot, '.cache', name);
  const python =
    process.platform === 'win32'
      ? path.join(folder, 'Scripts', 'python.exe')
      : path.join(folder, 'bin', 'python');
  const stamp = path.join(folder, 'setup.json');
  const file = path.join(projectRoot, requirements);
  const wanted = () => ({ requirements: hashFile(file), folder });
  return {
    folder,
    python,
    step: {
      title,

      async isCurrent() {
        return isStamped(stamp, wanted()) && existsSync(python);
      },

      async make(note) {
        const { executable, version } = await findPython();
        note(`making .cache/${name}`);
        await makeVenv(folder, executable);
        note(`installing ${requirements}`);
        // Python compiles what it imports when it first does; most of it is never imported.
        const how = ['install', '--quiet', '--no-compile', '-r', file];
        const installed = await runPip(how, { executable: python });
        if (installed.code !== 0) throw explainFailure(`\`pip install -r ${requirements}\``, installed);
        writeStamp(stamp, wanted());
        return `in .cache/${name}, on Python ${version}`;
      },
    },
  };
}
