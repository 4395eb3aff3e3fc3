import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../shared/environment.mjs';
import { explainFailure } from './explain-failure.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';
import { packageFolder } from './package-folder.mjs';
import { hashFile, isStamped, writeStamp } from './stamp.mjs';

const modules = path.join(projectRoot, 'node_modules');
const stamp = path.join(modules, '.setup.json');
const checker = fileURLToPath(new URL('check-packages.cjs', import.meta.url));

/** What node_modules depends on. Not Node's version: every native package here uses Node-API. */
function wanted() {
  return {
    lock: hashFile(path.join(projectRoot, 'package-lock.json')),
    platform: `${process.platform}-${process.arch}`,
  };
}

/**
 * Installs a folder's packages into that folder, whatever the user's npm settings and workspaces
 * are.
 */
const HERE = [
  ...['--global=false', '--location=project', '--workspaces=false'],
  ...['--force=false', '--dry-run=false', '--json=false', '--loglevel=notice', '--no-color'],
];

/**
 * How npm installs here: all packages of the lock file without their install scripts, whatever the
 * user's npm settings are, and failing soon if there is no network. Needs a `--prefix`.
 */
export const NPM_CI = [
  ...['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--no-progress'],
  ...['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'],
  ...['--include=dev', '--include=optional', '--include=peer', '--install-strategy=hoisted'],
  ...[
    '--package-lock=true',
    '--package-lock-only=false',
    '--legacy-peer-deps=false',
    '--install-links=false',
  ],
  ...['--bin-links=true', '--engine-strict=false'],
  ...HERE,
];

/**
 * Installs the npm packages of the lock file, without their install scripts.
 *
 * @satisfies {import('./setup.mjs').Step}
 */
export const npmPackages = {
  title: 'npm packages',

  isCurrent: () => isStamped(stamp, wanted()),

  async make(/** @type {import('./setup.mjs').Note} */ note) {
    const expected = wanted();
    const result = await runNpm([...NPM_CI, '--prefix', projectRoot]);
    if (result.code !== 0) throw explainFailure('`npm ci`', result);
    note('checking the result');
    const checked = await runCommand(process.execPath, [checker], { cwd: projectRoot });
    if (checked.code !== 0)
      throw explainFailure('the check of what npm has installed', checked, {
        advice: 'The lines above say what is wrong. Run the same command again.',
      });
    writeStamp(stamp, expected);
    return `${countPackages()} installed`;
  },
};

/**
 * Rebuilds one of the project's npm packages, with its install scripts, where it is installed.
 *
 * @param {string} name
 */
export const rebuildPackage = (name) =>
  runNpm([
    'rebuild',
    name,
    '--ignore-scripts=false',
    '--foreground-scripts',
    ...HERE,
    '--prefix',
    packageFolder(name).slice(0, -path.join('node_modules', name).length),
  ]);

/**
 * Runs npm: the one that started this script, or else the one on the PATH.
 *
 * @param {string[]} args
 */
export function runNpm(args) {
  const running = process.env.npm_execpath ?? '';
  if (path.basename(running) === 'npm-cli.js' && existsSync(running))
    return runCommand(process.execPath, [running, ...args], { cwd: projectRoot });
  const windows = process.platform === 'win32';
  return runCommand(windows ? 'npm.cmd' : 'npm', args, { cwd: projectRoot, shell: windows });
}

function countPackages() {
  const names = readdirSync(modules).filter((name) => !name.startsWith('.'));
  const scoped = names.filter((name) => name.startsWith('@'));
  return (
    names.length - scoped.length + scoped.flatMap((scope) => readdirSync(path.join(modules, scope))).length
  );
}
