import path from 'node:path';
import { text } from 'node:stream/consumers';
import { projectRoot } from '../shared/environment.mjs';
import { nodeProgram, startChild } from '../shared/processes/children.mjs';

/**
 * Asks the library what the environment's settings mean and what that run has reached so far.
 *
 * @returns {Promise<{ data: string, sentence: string, settings: { setting: string, value: string | number,
 *   variable: string }[], results: [string, string][], runFolder: string } | undefined>} data: the kind of the images;
 *   settings and results: rows of tables; undefined when a setting can't be; the reason is then on the terminal
 */
export async function describeRun(environment) {
  const child = startChild(nodeProgram(['--import', 'tsx', path.join('scripts', 'start', 'print-run.ts')]), {
    cwd: projectRoot,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const output = await text(child.stdout);
  return (await ended) === 0 ? JSON.parse(output) : undefined;
}
