import { devNull } from 'node:os';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from '../shared/processes/clean-environment.mjs';
import { explainFailure } from './explain-failure.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';

const reader = fileURLToPath(new URL('pip-settings.py', import.meta.url));

/**
 * pip's settings that say how to reach the network. Any other may change what is installed, and
 * where.
 */
const KEPT = [
  ...['index-url', 'extra-index-url', 'no-index', 'find-links', 'trusted-host', 'proxy'],
  ...['cert', 'client-cert', 'keyring-provider', 'use-feature', 'use-deprecated'],
  ...['timeout', 'default-timeout', 'retries', 'resume-retries', 'cache-dir', 'no-cache-dir'],
];

/**
 * The environment for pip: of the user's settings, in pip's files and in variables, only those of
 * the network.
 *
 * @param {string} executable a Python that has pip
 * @param {string} command pip's, such as `install`, which may have its own settings
 * @param {NodeJS.ProcessEnv} [inherited]
 * @returns {Promise<NodeJS.ProcessEnv>}
 * @throws {import('./setup-error.mjs').SetupError} if pip can't read its own settings
 * @example await runCommand(python, ['-m', 'pip', 'install', 'x'], { env: await pipEnvironment(python, 'install') });
 */
export async function pipEnvironment(executable, command, inherited = process.env) {
  const environment = cleanEnvironment(inherited);
  const read = await runCommand(executable, [reader], { env: environment });
  if (read.code !== 0)
    throw explainFailure("pip's settings", read, {
      advice:
        'Correct the file that the lines above name, or move it away (`pip config debug` lists all files).',
    });
  /** @type {Record<string, string | undefined>} */
  const settings = JSON.parse(read.output.trim().split('\n').at(-1) ?? '');
  for (const name of Object.keys(environment)) if (/^PIP_/i.test(name)) delete environment[name];
  for (const name of KEPT) {
    const value = [':env:', command, 'global']
      .map((section) => settings[`${section}.${name}`])
      .find((found) => found !== undefined);
    if (value !== undefined) environment[`PIP_${name.toUpperCase().replaceAll('-', '_')}`] = value;
  }
  // pip must not read its files again.
  return { ...environment, PIP_CONFIG_FILE: devNull };
}
