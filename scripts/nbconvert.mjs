import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot, python } from './environment.mjs';

/**
 * Runs `jupyter nbconvert` of the project's Python environment from the project's root; its errors go to the terminal.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} environment as `childEnvironment()` makes it
 * @throws when it ends with another exit code than 0
 * @example await nbconvert(['--to', 'html', 'out/1-import-libraries.ipynb'], childEnvironment());
 */
export async function nbconvert(args, environment) {
  const child = spawn(python, ['-m', 'jupyter', 'nbconvert', '--log-level=ERROR', ...args], {
    cwd: projectRoot,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`nbconvert ended with exit code ${code}: nbconvert ${args.join(' ')}`);
}
