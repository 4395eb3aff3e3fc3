import path from 'node:path';
import { run } from './environment.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { setup } from './setup/setup.mjs';
import { tensorflow } from './setup/tensorflow-binding.mjs';

/**
 * Sets up what a program of scripts/program needs, without Python, and runs it with this process's arguments, in an
 * environment of the project's own, on this terminal.
 *
 * @returns {Promise<number>} its exit code
 * @example process.exitCode = await runProgram('train.ts');
 */
export async function runProgram(file) {
  await setup({ quiet: true, steps: [npmPackages, tensorflow] });
  const program = path.join('scripts', 'program', file);
  return run(process.execPath, ['--import', 'tsx', program, ...process.argv.slice(2)]);
}
