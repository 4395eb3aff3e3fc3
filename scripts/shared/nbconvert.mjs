import { once } from 'node:events';
import path from 'node:path';
import { projectRoot, python } from './environment.mjs';
import { pythonProgram, startChild } from './processes/children.mjs';
import { ScriptError } from './script-error.mjs';

/**
 * Starts nbconvert, without the settings of the user's own Jupyter.
 *
 * @param {string[]} args notebooks by patterns: see `escapeGlob`
 * @returns {import('node:child_process').ChildProcess}
 */
export function startNbconvert(args, { environment, stdio }) {
  return startChild(pythonProgram(python, ['-m', 'nbconvert', '--log-level=ERROR', ...args]), {
    cwd: projectRoot,
    env: { ...environment, JUPYTER_CONFIG_DIR: path.join(projectRoot, '.cache', 'jupyter') },
    stdio,
  });
}

/**
 * Runs `jupyter nbconvert` of the project's Python environment from the project's root; its errors go to the terminal.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} environment as `childEnvironment()` makes it
 * @throws when it ends with another exit code than 0
 * @example await nbconvert(['--to', 'html', 'out/1-import-libraries.ipynb'], childEnvironment());
 */
export async function nbconvert(args, environment) {
  const child = startNbconvert(args, { environment, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code, signal] = await once(child, 'close');
  if (code === 0) return;
  throw new ScriptError(
    `Expected nbconvert to succeed but found ${signal ?? `exit code ${code}`}: nbconvert ${args.join(' ')}. The lines above say why.`,
  );
}
