import type { ChildProcess, StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expectation } from '../../src/lib/errors';
import { projectRoot, python } from './environment.mjs';
import { pythonProgram, startChild } from './processes/children.mjs';

/**
 * Starts nbconvert without the settings of the user's own Jupyter.
 *
 * @param args notebooks are glob patterns: see `escapeGlob`
 */
export function startNbconvert(
  args: readonly string[],
  { environment, stdio }: { environment: NodeJS.ProcessEnv; stdio: StdioOptions },
): ChildProcess {
  return startChild(pythonProgram(python, ['-m', 'nbconvert', '--log-level=ERROR', ...args]), {
    cwd: projectRoot,
    env: { ...environment, JUPYTER_CONFIG_DIR: path.join(projectRoot, '.cache', 'jupyter') },
    stdio,
  });
}

/**
 * Runs the nbconvert of the project's Python environment from the project's root; its errors go to
 * the terminal.
 *
 * @param environment as `childEnvironment()` makes it
 * @throws ExpectationError when it exits with another code than 0
 * @example await nbconvert(['--to', 'html', 'out/1-import-libraries.ipynb'], childEnvironment());
 */
export async function nbconvert(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const child = startNbconvert(args, { environment, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (code === 0) return;
  throw expectation('nbconvert', {
    expectation: 'successful',
    found: `${signal ?? `exit code ${code}`}: nbconvert ${args.join(' ')}`,
    advice: 'The lines above say why.',
  });
}
