import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { writeFile } from '../shared/write-file.mjs';
import { SetupError } from './setup-error.mjs';

const source = path.join(projectRoot, 'jupyter', 'kernels', 'tslab');
const installed = path.join(projectRoot, '.venv', 'share', 'jupyter', 'kernels', 'tslab');

/** The tslab kernelspec in `.venv`, so that a plain `.venv/bin/jupyter lab` offers the kernel, and VS Code does. */
export const kernelspec = {
  title: 'Kernelspec',

  isCurrent() {
    const file = path.join(installed, 'kernel.json');
    return (
      existsSync(file) &&
      readFileSync(file, 'utf8') === readSpec() &&
      logos().every((name) => existsSync(path.join(installed, name)))
    );
  },

  make() {
    mkdirSync(installed, { recursive: true });
    for (const name of logos()) cpSync(path.join(source, name), path.join(installed, name));
    writeFile(path.join(installed, 'kernel.json'), readSpec());
    return Promise.resolve('tslab, for JupyterLab and VS Code');
  },
};

function readSpec() {
  const file = path.join(source, 'kernel.json');
  if (!existsSync(file))
    throw new SetupError(
      `Expected ${path.relative(projectRoot, file)} to be the kernel's specification but found no such file. Get it back: git checkout jupyter`,
    );
  return pointToLauncher(readFileSync(file, 'utf8'), source);
}

/**
 * A kernelspec's text whose arguments name the launcher where it is, not beside the copy. A whole path, since VS Code knew
 * no `{resource_dir}` before 2025 (https://github.com/microsoft/vscode-jupyter/issues/16344); `.venv` holds whole paths
 * anyhow.
 *
 * @param {string} spec a kernel.json
 * @param {string} folder the launcher's
 * @example pointToLauncher('{"argv":["{resource_dir}/kernel.cjs"]}', '/x') // argv: /x/kernel.cjs
 */
export function pointToLauncher(spec, folder) {
  const { argv, ...rest } = JSON.parse(spec);
  const moved = argv.map((argument) => argument.replace('{resource_dir}', () => folder));
  return `${JSON.stringify({ argv: moved, ...rest }, null, 2)}\n`;
}

function logos() {
  return readdirSync(source).filter((name) => name.startsWith('logo-'));
}
