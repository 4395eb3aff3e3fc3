import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../shared/environment.mjs';
import { explainFailure } from '../explain-failure.mjs';
import { runNpm } from '../npm-packages.mjs';
import { findPackage } from '../package-folder.mjs';
import { SetupError } from '../setup-error.mjs';
import { userProject } from './user-project.mjs';

/** Lock files of other package managers, whose node_modules npm must not change. */
const OTHERS = {
  'pnpm-lock.yaml': 'pnpm add --ignore-scripts',
  'yarn.lock': 'yarn add',
  'bun.lock': 'bun add',
};

/**
 * Installs optional peers of this package in the user's project, without their install scripts:
 * tfjs-node's needs more of the network than npm's registry.
 *
 * @param {string[]} names
 * @returns {import('../setup.mjs').Step}
 */
export function peerPackages(names) {
  const missing = () => names.filter((name) => findPackage(name) === undefined);
  return {
    title: 'npm packages',

    isCurrent: () => missing().length === 0,

    async make() {
      const project = userProject();
      /** @type {{ peerDependencies: Record<string, string> }} */
      const { peerDependencies } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
      const wanted = missing().map((name) => `${name}@${peerDependencies[name]}`);
      for (const [lock, command] of Object.entries(OTHERS))
        if (existsSync(path.join(project, lock)))
          throw new SetupError(
            `Expected ${wanted.join(', ')} to be installed but found none. Install it (${command} ${wanted.join(' ')}), then run the same command again.`,
          );
      const installed = await runNpm([
        ...['install', '--ignore-scripts', '--save-exact', '--prefer-offline', '--no-audit', '--no-fund'],
        ...['--no-progress', '--prefix', project, ...wanted],
      ]);
      if (installed.code !== 0) throw explainFailure(`\`npm install ${wanted.join(' ')}\``, installed);
      return `${wanted.join(', ')} installed, without install scripts`;
    },
  };
}
