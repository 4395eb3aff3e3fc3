import { cleanEnvironment } from '../shared/processes/clean-environment.mjs';
import { commandFromUser } from '../shared/user-path.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';

/**
 * The C++ compiler to use: CXX if it is set, otherwise the first of c++, g++ and clang++ that runs.
 *
 * @param {{ setting?: string, environment?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string | undefined>} undefined if there is none
 */
export async function findCompiler({
  setting = commandFromUser(process.env.CXX),
  environment = cleanEnvironment(),
} = {}) {
  // Without Xcode's tools, c++ on macOS only opens a window that offers to install them.
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
