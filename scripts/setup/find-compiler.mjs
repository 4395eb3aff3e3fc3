import { cleanEnvironment } from '../shared/processes/clean-environment.mjs';
import { commandFromUser } from '../shared/user-path.mjs';
import { runCommand } from './run-command.mjs';

/**
 * The C++ compiler to use: CXX when it is set, else the first of c++, g++ and clang++ that runs.
 *
 * @returns {Promise<string | undefined>} undefined when there is none
 */
export async function findCompiler({
  setting = commandFromUser(process.env.CXX),
  environment = cleanEnvironment(),
} = {}) {
  // macOS has a c++ that only opens a window which offers to install one.
  if (
    process.platform === 'darwin' &&
    (await runCommand('xcode-select', ['-p'], { env: environment, isBrief: true })).code !== 0
  )
    return undefined;
  for (const command of setting ? [setting] : ['c++', 'g++', 'clang++'])
    if ((await runCommand(command, ['--version'], { env: environment, isBrief: true })).code === 0)
      return command;
  return undefined;
}
