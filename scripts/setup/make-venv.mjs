import { rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';
import { explainFailure } from './explain-failure.mjs';

/**
 * Makes a Python environment with pip in it.
 *
 * @param {string} folder is replaced
 * @param {string} executable the Python to make it from
 * @throws {import('./setup-error.mjs').SetupError} if that fails
 * @example await makeVenv(path.join(projectRoot, '.venv'), executable);
 */
export async function makeVenv(folder, executable) {
  rmSync(folder, { recursive: true, force: true });
  const made = await runCommand(executable, ['-m', 'venv', folder]);
  if (made.code === 0) return;
  const name = path.relative(projectRoot, folder).split(path.sep).join('/');
  throw explainFailure(`\`python -m venv ${name}\``, made);
}
