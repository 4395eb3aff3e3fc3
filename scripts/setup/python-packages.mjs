import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot, python } from '../environment.mjs';
import { explainFailure } from './explain-failure.mjs';
import { findPython } from './find-python.mjs';
import { runCommand } from './run-command.mjs';
import { hashFile, isStamped, readStamp, writeStamp } from './stamp.mjs';

const folder = path.join(projectRoot, '.venv');
const stamp = path.join(folder, 'setup.json');
const requirements = path.join(projectRoot, 'requirements.txt');

/** A Python environment holds absolute paths: a clone that was moved needs a new one. */
const wanted = () => ({ requirements: hashFile(requirements), folder });

/** `.venv` with the pinned packages of requirements.txt. */
export const pythonPackages = {
  title: 'Python packages',

  async isCurrent() {
    if (!isStamped(stamp, wanted()) || !existsSync(python)) return false;
    // The Python that it was made of may have been replaced since.
    const { code, output } = await runCommand(python, [
      '-c',
      'import sys; print("%d.%d" % sys.version_info[:2])',
    ]);
    return code === 0 && output.trim() === readStamp(stamp).python;
  },

  async make(note) {
    const expected = wanted();
    const { executable, version } = await findPython();
    note('making .venv');
    rmSync(folder, { recursive: true, force: true });
    const made = await runCommand(executable, ['-m', 'venv', folder]);
    if (made.code !== 0) throw explainFailure('`python -m venv .venv`', made);
    note('installing requirements.txt');
    const installed = await runPip(['install', '--quiet', '-r', requirements]);
    if (installed.code !== 0) throw explainFailure('`pip install -r requirements.txt`', installed);
    writeStamp(stamp, { ...expected, python: version.split('.').slice(0, 2).join('.') });
    return `JupyterLab and the rest of requirements.txt, on Python ${version}`;
  },
};

/** Runs the pip of the project's environment, or of another Python. */
export function runPip(args, { env = process.env, executable = python } = {}) {
  return runCommand(
    executable,
    ['-m', 'pip', '--disable-pip-version-check', '--no-input', '--retries', '2', ...args],
    { cwd: projectRoot, env },
  );
}
