import path from 'node:path';
import { run } from './environment.mjs';
import { nodeProgram } from './processes/children.mjs';
import { runScript } from './run-script.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { setup } from './setup/setup.mjs';
import { tensorflow } from './setup/tensorflow-binding.mjs';

/**
 * Sets up what a program of scripts/program needs, without Python, and runs it with this process's arguments, in an
 * environment of the project's own, on this terminal. This process ends with its exit code.
 *
 * @example await runProgram('train.ts');
 */
export function runProgram(file) {
  return runScript(async () => {
    await setup({ quiet: true, steps: [npmPackages, tensorflow] });
    const program = path.join('scripts', 'program', file);
    return run(nodeProgram(['--import', 'tsx', program, ...process.argv.slice(2)]));
  });
}
