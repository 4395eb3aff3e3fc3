import { cleanEnvironment } from '../shared/processes/clean-environment.mjs';
import { commandFromUser } from '../shared/user-path.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';
import { SetupError } from './setup-error.mjs';

/** The oldest Python that every pinned package accepts. */
const OLDEST = [3, 10];

/**
 * Possible commands: the system's default first, then newer versions installed beside an old one.
 */
const CANDIDATES = [
  'python3',
  'python',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
];

/** Prints one line of JSON. Valid in Python 2 too. */
const PROBE = `
import json, sys
missing = []
for name in ('venv', 'ensurepip', 'ssl'):
    try:
        __import__(name)
    except ImportError:
        missing.append(name)
print(json.dumps({'executable': sys.executable, 'version': list(sys.version_info[:3]), 'missing': missing}))
`;

/**
 * What a Python says about itself. missing: modules that set-up needs and it lacks.
 *
 * @typedef {{ executable: string, version: string, missing: string[], isRecent: boolean }} Python
 */

/**
 * Finds a Python that can make the project's environment: 3.10 or later, with its venv module.
 *
 * @param {{ setting?: string, environment?: NodeJS.ProcessEnv }} [options] setting: a command or
 *   path to try instead of the usual ones (the variable PYTHON)
 * @returns {Promise<{ executable: string, version: string }>}
 * @throws {SetupError} saying what was found and what to install
 * @example const { executable } = await findPython();
 */
export async function findPython({
  setting = commandFromUser(process.env.PYTHON),
  environment = process.env,
} = {}) {
  /** @type {Python[]} */
  const found = [];
  for (const command of setting ? [setting] : CANDIDATES) {
    const python = await probe(command, environment);
    if (python === undefined) continue;
    if (python.isRecent && python.missing.length === 0) return python;
    found.push(python);
  }
  const what = setting ? `PYTHON (${setting})` : 'Python';
  const withoutModule = found.find(({ isRecent }) => isRecent);
  if (withoutModule) {
    const { executable, version, missing } = withoutModule;
    const [major, minor] = version.split('.');
    throw new SetupError(
      `Expected ${what} to have the modules venv, ensurepip and ssl ` +
        `but found ${version} (${executable}) without ${missing.join(', ')}. ` +
        `On Debian and Ubuntu: sudo apt install python${major}.${minor}-venv (or python3-venv). ` +
        'Elsewhere install Python from https://www.python.org. Then run the same command again.',
    );
  }
  const others = found.map(({ executable, version }) => `${version} (${executable})`).join(', ');
  throw new SetupError(
    `Expected ${what} to be Python ${OLDEST.join('.')} or later but found ${others || 'none'}. ` +
      'Install it (Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python; ' +
      'others: https://www.python.org), or name it: PYTHON=/path/to/python3. Then run the same command again.',
  );
}

/**
 * @param {string} command
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<Python | undefined>} undefined if it is not Python
 */
async function probe(command, environment) {
  const env = cleanEnvironment(environment);
  const { code, output } = await runCommand(command, ['-c', PROBE], { env, isBrief: true });
  if (code !== 0) return undefined; // No such command, or a stub that opens an app store.
  /** @type {{ executable: string, version: number[], missing: string[] }} */
  const { executable, version, missing } = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  const [major, minor] = version;
  const isRecent = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return { executable, version: version.join('.'), missing, isRecent };
}
