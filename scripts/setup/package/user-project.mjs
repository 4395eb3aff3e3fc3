import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../shared/environment.mjs';
import { SetupError } from '../setup-error.mjs';

/**
 * The folder of the project that has installed this package.
 *
 * @throws {SetupError} if there is none: the package is linked, or installed globally
 */
export function userProject() {
  const [folder] = projectRoot.split(`${path.sep}node_modules${path.sep}`);
  if (folder === projectRoot || !existsSync(path.join(folder, 'package.json')))
    throw new SetupError(
      `Expected emotion-notebooks to be installed in a project's node_modules but found it in ${projectRoot}. Install its packed file in the project: npm install <file>`,
    );
  return folder;
}
