import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { explainFailure } from './explain-failure.mjs';
import { NPM_CI, runNpm } from './npm-packages.mjs';

/**
 * Fetches one npm package, without what it depends on, through npm: with the user's registry and
 * proxy, from its cache where it is, checked against its hash.
 *
 * @param {{ name: string, version: string, integrity: string }} npmPackage integrity: its hash in
 *   the registry
 * @param {string} folder receives `node_modules/<name>`; what is in it is deleted
 * @throws {import('./setup-error.mjs').SetupError} if npm fails
 */
export async function fetchNpmPackage({ name, version, integrity }, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const root = { name: 'fetched', version: '0.0.0', private: true, dependencies: { [name]: version } };
  const packages = { '': root, [`node_modules/${name}`]: { version, integrity } };
  const write = (/** @type {string} */ file, /** @type {object} */ content) =>
    writeFileSync(path.join(folder, file), JSON.stringify(content));
  write('package.json', root);
  write('package-lock.json', { ...root, lockfileVersion: 3, requires: true, packages });
  const installed = await runNpm([...NPM_CI, '--prefix', folder]);
  if (installed.code !== 0) throw explainFailure(`fetching ${name} ${version}`, installed);
}
