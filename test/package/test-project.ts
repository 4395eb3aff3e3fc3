import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../scripts/shared/environment.mjs';
import { cleanEnvironment } from '../../scripts/shared/processes/clean-environment.mjs';

const ours = (...names: string[]) => path.join(projectRoot, 'node_modules', ...names);

/** What tfjs-node loads. Linked, they find their own dependencies in this project. */
const needsOfTfjsNode = () => [
  ...['@mapbox/node-pre-gyp', 'google-protobuf', 'progress', 'rimraf'],
  ...readdirSync(ours('@tensorflow'))
    .filter((name) => name !== 'tfjs-node')
    .map((name) => `@tensorflow/${name}`),
];

/** Starts an empty project. */
export function createProject(folder: string, settings: object = {}): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'app', ...settings }));
  return folder;
}

/**
 * Gives a project the packages of this one, as links: they are what npm would install, without the
 * minutes for it.
 */
export function linkPackages(project: string, names: readonly string[]): void {
  for (const name of names) {
    const link = path.join(project, 'node_modules', name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(ours(name), link);
  }
}

/**
 * Gives a project what `npx emotion-notebooks setup` would download and compile: a copy of this
 * project's tfjs-node with its binding, and the face detector. TensorFlow's libraries are linked.
 */
export function seedSetup(project: string): void {
  linkPackages(project, needsOfTfjsNode());
  const installed = path.join(project, 'node_modules', 'emotion-notebooks');
  mkdirSync(path.join(installed, '.cache'));
  symlinkSync(path.join(projectRoot, '.cache', 'tensorflow'), path.join(installed, '.cache', 'tensorflow'));
  const name = path.join('@tensorflow', 'tfjs-node');
  cpSync(ours(name), path.join(project, 'node_modules', name), {
    recursive: true,
    // The link to the libraries is what set-up has to make.
    filter: (file) => path.relative(ours(name), file) !== 'deps',
  });
  const detector = path.join('models', 'face-detector');
  cpSync(path.join(projectRoot, detector), path.join(installed, detector), { recursive: true });
}

/** Runs a program in a project, as its user would: not with the settings of this test's npm. */
export function runIn(
  project: string,
  [command, ...args]: string[],
  environment: NodeJS.ProcessEnv = {},
): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: project,
    encoding: 'utf8',
    env: { ...cleanEnvironment(), ...environment },
  });
  return { status, output: `${stdout}${stderr}` };
}
