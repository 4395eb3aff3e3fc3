import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expectation } from '../../src/lib/errors';
import { BUNDLED_MODELS } from '../../src/lib/model/index';
import { projectRoot } from '../shared/environment.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';
import { writeFile } from '../shared/write-file.mjs';
import { packageManifest, type ProjectManifest } from './manifest';

/** What is copied as it is: set-up, and what it and the kernel run. */
const COPIED = ['scripts/setup', 'scripts/shared', 'jupyter/kernels/tslab', 'LICENSE'];

/** Of a bundled model: what loads it, and its card. */
const MODEL_FILES = /^(?:model\.json|weights-\w+\.bin|card\.json|README\.md)$/;

/**
 * Builds the npm package: the library compiled to JavaScript with its types, set-up, the notebooks'
 * kernel and the bundled models, in the same folders as in the project, so that they find each other
 * by the same paths.
 *
 * @param folder is replaced
 * @throws ExpectationError when the library does not compile
 * @example await buildPackage(path.join(projectRoot, 'dist', 'package'));
 */
export async function buildPackage(folder: string): Promise<void> {
  const building = `${folder}.partial`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  await compile(building);
  const copy = (name: string, isWanted: (file: string) => boolean = () => true) =>
    cpSync(path.join(projectRoot, name), path.join(building, name), {
      recursive: true,
      filter: (file) => isWanted(file),
    });
  for (const name of COPIED) copy(name, isScript);
  // Scripts read names from the .cjs files that the compiler would hide from an import.
  copy('src', (file) => !file.endsWith('.ts'));
  for (const model of Object.values(BUNDLED_MODELS))
    for (const name of readdirSync(path.join(projectRoot, model)))
      if (MODEL_FILES.test(name)) copy(path.join(model, name));
  cpSync(path.join(projectRoot, 'docs', 'library.md'), path.join(building, 'README.md'));
  const manifest = JSON.parse(
    readFileSync(path.join(projectRoot, 'package.json'), 'utf8'),
  ) as ProjectManifest;
  writeFile(path.join(building, 'package.json'), `${JSON.stringify(packageManifest(manifest), null, 2)}\n`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(building, folder);
}

/** Whether a file is none of the commands' that stay here, which are in TypeScript or in folders. */
const isScript = (file: string) =>
  !/\.ts$|__pycache__|[\\/]shared[\\/](?!processes)[^.]*(?:[\\/]|$)/.test(file);

async function compile(folder: string): Promise<void> {
  const compiler = path.join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [compiler, '-p', path.join(projectRoot, 'tsconfig.package.json'), '--outDir', folder];
  const { code, output } = await runCommand(process.execPath, args, { cwd: projectRoot });
  if (code !== 0)
    throw expectation('src', {
      expectation: 'compiled without errors',
      found: output.trim(),
      advice: 'Correct what `npm test -- types` shows.',
    });
}
