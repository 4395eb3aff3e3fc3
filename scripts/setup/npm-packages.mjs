import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../environment.mjs';
import { explainFailure } from './explain-failure.mjs';
import { runCommand } from './run-command.mjs';
import { hashFile, isStamped, writeStamp } from './stamp.mjs';

const modules = path.join(projectRoot, 'node_modules');
const stamp = path.join(modules, '.setup.json');

/** What node_modules depends on. Not on Node's version: every native package here is built on Node-API. */
function wanted() {
  return {
    lock: hashFile(path.join(projectRoot, 'package-lock.json')),
    platform: `${process.platform}-${process.arch}`,
  };
}

/**
 * How npm installs here: the lock file's packages without their install scripts, and without a minute's patience for a
 * network that is not there.
 */
export const NPM_CI = [
  ...['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--no-progress'],
  ...['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'],
];

/** The npm packages of the lock file, without their install scripts. */
export const npmPackages = {
  title: 'npm packages',

  isCurrent: () => isStamped(stamp, wanted()),

  async make() {
    const expected = wanted();
    const result = await runNpm([...NPM_CI, '--include=dev', '--include=optional']);
    if (result.code !== 0) throw explainFailure('`npm ci`', result);
    writeStamp(stamp, expected);
    return `${countPackages()} installed`;
  },
};

/** Runs npm: the one that runs this script if there is one, else the one on the PATH. */
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
