import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../environment.mjs';
import { SetupError } from './setup-error.mjs';

const source = path.join(projectRoot, 'jupyter', 'kernels', 'tslab');
const installed = path.join(projectRoot, '.venv', 'share', 'jupyter', 'kernels', 'tslab');

/** The tslab kernelspec in `.venv`, so that a plain `.venv/bin/jupyter lab` offers the kernel. */
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
    const file = path.join(installed, 'kernel.json');
    writeFileSync(`${file}.tmp`, readSpec());
    renameSync(`${file}.tmp`, file);
    return Promise.resolve('tslab, for JupyterLab');
  },
};

function readSpec() {
  const file = path.join(source, 'kernel.json');
  if (!existsSync(file))
    throw new SetupError(
      `Expected ${path.relative(projectRoot, file)} to be the kernel's specification but found no such file. Get it back: git checkout jupyter`,
    );
  return pointToLauncher(readFileSync(file, 'utf8'), path.relative(installed, source));
}

/**
 * A kernelspec's text whose arguments name the launcher where it is, not beside the copy.
 *
 * @param {string} spec a kernel.json
 * @param {string} way from the folder of the copy to the folder of the original
 * @example pointToLauncher('{"argv":["{resource_dir}/kernel.cjs"]}', '../x') // argv: {resource_dir}/../x/kernel.cjs
 */
export function pointToLauncher(spec, way) {
  const { argv, ...rest } = JSON.parse(spec);
  const posix = way.split(path.sep).join('/');
  const moved = argv.map((argument) => argument.replace('{resource_dir}/', `{resource_dir}/${posix}/`));
  return `${JSON.stringify({ argv: moved, ...rest }, null, 2)}\n`;
}

function logos() {
  return readdirSync(source).filter((name) => name.startsWith('logo-'));
}
