import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * Runs a program of TypeScript in a new process of Node.
 *
 * @param program which may import './src/lib/index'
 * @param options
 * @param options.root the project whose library it imports
 */
export function runInNode(
  program: string,
  { root = path.join(__dirname, '..') }: { root?: string } = {},
): Promise<unknown> {
  return promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', program], { cwd: root });
}
