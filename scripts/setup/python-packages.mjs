import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot, python } from '../shared/environment.mjs';
import { explainFailure } from './explain-failure.mjs';
import { findPython } from './find-python.mjs';
import { makeVenv } from './make-venv.mjs';
import { pipEnvironment } from './pip-environment.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';
import { hashFile, isStamped, readStamp, writeStamp } from './stamp.mjs';

const folder = path.join(projectRoot, '.venv');
const stamp = path.join(folder, 'setup.json');
const requirements = path.join(projectRoot, 'requirements.txt');
const checker = fileURLToPath(new URL('check-packages.py', import.meta.url));

/** A Python environment contains absolute paths: a clone that was moved needs a new one. */
const wanted = () => ({ requirements: hashFile(requirements), folder });

/**
 * Makes `.venv` with the pinned packages of requirements.txt.
 *
 * @satisfies {import('./setup.mjs').Step}
 */
export const pythonPackages = {
  title: 'Python packages',

  async isCurrent() {
    if (!isStamped(stamp, wanted()) || !existsSync(python)) return false;
    // The Python that it was made from may have been replaced since.
    const program = 'import sys; print("%d.%d" % sys.version_info[:2])';
    const { code, output } = await runCommand(python, ['-c', program], { isBrief: true });
    return code === 0 && output.trim() === readStamp(stamp)?.python;
  },

  async make(/** @type {import('./setup.mjs').Note} */ note) {
    const expected = wanted();
    const { executable, version } = await findPython();
    note('making .venv');
    await makeVenv(folder, executable);
    note('installing requirements.txt');
    const installed = await runPip(['install', '--quiet', '-r', requirements]);
    if (installed.code !== 0) throw explainFailure('`pip install -r requirements.txt`', installed);
    note('checking the result');
    const checked = await runCommand(python, [checker, requirements]);
    if (checked.code !== 0)
      throw explainFailure('the check of what pip has installed', checked, {
        advice: 'The lines above say what is wrong. Run the same command again.',
      });
    writeStamp(stamp, { ...expected, python: version.split('.').slice(0, 2).join('.') });
    return `JupyterLab and the rest of requirements.txt, on Python ${version}`;
  },
};

/**
 * Runs pip with the user's network settings only.
 *
 * @param {string[]} args pip's command first
 * @param {{ environment?: NodeJS.ProcessEnv, executable?: string }} [options] environment: further
 *   variables; executable: by default the Python of the project's environment
 */
export async function runPip(args, { environment = {}, executable = python } = {}) {
  const env = { ...(await pipEnvironment(executable, args[0])), ...environment };
  return runCommand(
    executable,
    ['-m', 'pip', '--disable-pip-version-check', '--no-input', '--retries', '2', ...args],
    { cwd: projectRoot, env },
  );
}
