import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { writeFile } from '../shared/write-file.mjs';
import { SetupError } from './setup-error.mjs';

const source = path.join(projectRoot, 'jupyter', 'kernels', 'tslab');

/**
 * Installs the tslab kernelspec in `.venv`, so that a plain `.venv/bin/jupyter lab` and VS Code
 * offer the kernel.
 *
 * @satisfies {import('./setup.mjs').Step}
 */
export const kernelspec = kernelspecIn(path.join(projectRoot, '.venv'));

/**
 * Installs the tslab kernelspec in a Python environment.
 *
 * @param {string} environment its folder
 * @param {{ project?: string }} [options] project: the folder that notebooks run in, by default this
 *   project's
 * @returns {import('./setup.mjs').Step}
 */
export function kernelspecIn(environment, { project } = {}) {
  const installed = path.join(environment, 'share', 'jupyter', 'kernels', 'tslab');
  return {
    title: 'Kernelspec',

    isCurrent() {
      const file = path.join(installed, 'kernel.json');
      return (
        existsSync(file) &&
        readFileSync(file, 'utf8') === readSpec(project) &&
        logos().every((name) => existsSync(path.join(installed, name)))
      );
    },

    make() {
      mkdirSync(installed, { recursive: true });
      for (const name of logos()) cpSync(path.join(source, name), path.join(installed, name));
      writeFile(path.join(installed, 'kernel.json'), readSpec(project));
      const where = project === undefined ? '' : `, in ${installed}`;
      return Promise.resolve(`tslab, for JupyterLab and VS Code${where}`);
    },
  };
}

/** @param {string} [project] */
function readSpec(project) {
  const file = path.join(source, 'kernel.json');
  if (!existsSync(file))
    throw new SetupError(
      `Expected ${path.relative(projectRoot, file)} to be the kernelspec but found no such file. Restore it: git checkout jupyter`,
    );
  return pointToLauncher(readFileSync(file, 'utf8'), source, { project });
}

/**
 * Makes a kernelspec point to the launcher in its own folder rather than beside the copy. An
 * absolute path, since VS Code did not support `{resource_dir}` before 2025
 * (https://github.com/microsoft/vscode-jupyter/issues/16344); `.venv` contains absolute paths
 * anyway.
 *
 * @param {string} spec the text of a kernel.json
 * @param {string} folder the launcher's
 * @param {{ project?: string }} [options] project: the folder that notebooks run in, by default the
 *   launcher's project
 * @example pointToLauncher('{"argv":["{resource_dir}/kernel.cjs"]}', '/x') // argv: /x/kernel.cjs
 */
export function pointToLauncher(spec, folder, { project } = {}) {
  /** @type {{ argv: string[] }} */
  const { argv, ...rest } = JSON.parse(spec);
  const moved = argv.map((argument) => argument.replace('{resource_dir}', () => folder));
  if (project !== undefined) moved.push(project);
  return `${JSON.stringify({ argv: moved, ...rest }, null, 2)}\n`;
}

function logos() {
  return readdirSync(source).filter((name) => name.startsWith('logo-'));
}
