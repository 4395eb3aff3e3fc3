import { createInterface } from 'node:readline';
import { escapeGlob } from '../shared/escape-glob';
import { startNbconvert } from '../shared/nbconvert';
import { TERMINAL_MARK } from '../../src/lib/live-line';

/**
 * Executes one notebook with nbconvert into the `out` folder, passing on what the kernel prints for
 * the terminal.
 *
 * @returns undefined when every cell ran, else the failing cell and its error, or why the kernel
 *   died
 * @example const failure = await runNotebook(notebook, { out: 'out', environment: childEnvironment() });
 */
export function runNotebook(
  { file }: { file: string },
  { out, environment }: { out: string; environment: NodeJS.ProcessEnv },
): Promise<string | undefined> {
  const how = ['--to', 'notebook', '--execute', '--ExecutePreprocessor.timeout=-1', '--output-dir', out];
  const child = startNbconvert([...how, escapeGlob(file)], {
    environment: { ...environment, PROGRESS_TO_TERMINAL: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  if (child.stderr)
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.startsWith(TERMINAL_MARK) && line.trim()) console.log(line);
      else lines.push(line);
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve(code === 0 ? undefined : explain(lines, signal ?? `exit code ${code}`)),
    );
  });
}

/** What nbclient says when the kernel's process is gone. */
const KERNEL_DIED = /DeadKernelError|Kernel died/;

/**
 * What nbclient says of the failing cell, without Python's own traceback through nbconvert; or that
 * the kernel died.
 */
function explain(lines: readonly string[], ending: string): string {
  if (lines.some((line) => KERNEL_DIED.test(line)))
    return (
      'Expected the kernel, which runs the cells, to live to the end but found it ended: by the system, for lack of memory, ' +
      'or by somebody. The next `npm start` resumes after the last finished epoch.'
    );
  const start = lines.findIndex((line) => line.includes('An error occurred while executing'));
  if (start >= 0)
    return lines
      .slice(start)
      .join('\n')
      .replace(/^.*?An error/, 'An error');
  return [`nbconvert ended with ${ending}`, ...lines.slice(-30)].join('\n');
}
