import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot, python } from '../shared/environment.mjs';
import { explainFailure } from './explain-failure.mjs';
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
 * Installs the pinned packages of requirements.txt into `.venv`, which has just been made.
 *
 * @satisfies {import('./setup.mjs').Step}
 */
export const pythonPackages = {
  title: 'Python packages',

  async isCurrent() {
    if (!isStamped(stamp, wanted()) || !existsSync(python)) return false;
    // The Python that it was made from may have been replaced since.
    const version = await versionOf(python);
    return version !== undefined && version === readStamp(stamp)?.python;
  },

  async make(/** @type {import('./setup.mjs').Note} */ note) {
    const expected = wanted();
    note('installing requirements.txt');
    // Python compiles a module when it is first imported, and most never are.
    const installed = await runPip(['install', '--quiet', '--no-compile', '-r', requirements]);
    if (installed.code !== 0) throw explainFailure('`pip install -r requirements.txt`', installed);
    note('checking the result');
    const checked = await runCommand(python, [checker, requirements]);
    if (checked.code !== 0)
      throw explainFailure('the check of what pip has installed', checked, {
        advice: 'The lines above say what is wrong. Run the same command again.',
      });
    writeStamp(stamp, { ...expected, python: await versionOf(python) });
    return 'JupyterLab and the rest of requirements.txt';
  },
};

/**
 * The version of a Python, such as 3.11; undefined if it does not run.
 *
 * @param {string} executable
 */
async function versionOf(executable) {
  const program = 'import sys; print("%d.%d" % sys.version_info[:2])';
  const { code, output } = await runCommand(executable, ['-c', program], { isBrief: true });
  return code === 0 ? output.trim() : undefined;
}

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
