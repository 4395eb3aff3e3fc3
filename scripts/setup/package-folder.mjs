import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * The folder of an npm package that this project, or the package that it is, loads: as Node looks for
 * it, but without a cache, since set-up installs packages.
 *
 * @param {string} name
 * @returns {string | undefined} undefined if it is not installed
 * @example findPackage('@tensorflow/tfjs-node')
 */
export function findPackage(name) {
  for (let folder = projectRoot; ; folder = path.dirname(folder)) {
    const found = path.join(folder, 'node_modules', ...name.split('/'));
    if (existsSync(path.join(found, 'package.json'))) return found;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/**
 * The same for a package that has to be there.
 *
 * @param {string} name
 * @throws {SetupError} if it is not installed
 * @example packageFolder('node-api-headers')
 */
export function packageFolder(name) {
  const found = findPackage(name);
  if (found === undefined)
    throw new SetupError(
      `Expected the npm package ${name} to be installed but found none. Install the packages again, then run the same command again.`,
    );
  return found;
}
