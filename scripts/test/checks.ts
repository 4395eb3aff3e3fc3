import { availableParallelism } from 'node:os';
import path from 'node:path';
import { childEnvironment, projectRoot, python, run } from '../shared/environment.mjs';
import { DRAWN_ENVIRONMENT } from '../shared/notebooks/drawn-environment';
import { nodeProgram, pythonProgram, type Program } from '../shared/processes/children.mjs';
import { listTestFiles } from './list-test-files';

/** A check of `npm test`. */
export interface Check {
  program: Program;
  /** Variables for its environment besides the usual. */
  environment?: NodeJS.ProcessEnv;
  /**
   * Checks with the same word here run at the same time: those that only read the project's files,
   * and those that wait for kernels.
   */
  together?: 'reading' | 'kernels';
}

const bin = (name: string, ...script: string[]) => path.join(projectRoot, 'node_modules', name, ...script);

/** Several files at a time save minutes; those that measure a browser's times have to be alone. */
const nodeTests = (files: readonly string[], { atOnce = 1 } = {}) =>
  nodeProgram([
    ...['--import', 'tsx', '--test', '--test-reporter=spec', `--test-concurrency=${atOnce}`],
    ...files,
  ]);

const pytest = (...args: string[]) =>
  pythonProgram(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', ...args]);

/**
 * The checks of `npm test` by name, in order.
 *
 * @param options.runs the folder in which the notebooks train
 */
export function allChecks({ runs }: { runs: string }): Record<string, Check> {
  return {
    // Plain JavaScript too: what runs before anything is installed has its types in JSDoc.
    types: {
      program: nodeProgram([bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.']),
      together: 'reading',
    },
    // The camera page, with a browser's types instead of only Node's.
    'web-types': {
      program: nodeProgram([bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'web']),
      together: 'reading',
    },
    // The kernel compiles the library with an older TypeScript, which has to accept it too.
    'kernel-types': {
      program: nodeProgram([
        bin('@tslab', 'typescript-for-tslab', 'lib', 'tsc.js'),
        ...['--noEmit', '-p', path.join('jupyter', 'tsconfig.json')],
      ]),
      together: 'reading',
    },
    lint: { program: nodeProgram([bin('eslint', 'bin', 'eslint.js'), '.']), together: 'reading' },
    // The rules of who may import whom, in CONTRIBUTING.md's table.
    dependencies: {
      program: nodeProgram([
        bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
        ...['--config', '.dependency-cruiser.cjs', 'src', 'scripts', 'web'],
      ]),
      together: 'reading',
    },
    // Warnings are errors: links and parameters in docstrings that no longer exist.
    reference: {
      program: nodeProgram([bin('typedoc', 'bin', 'typedoc'), '--emit', 'none']),
      together: 'reading',
    },
    format: {
      program: nodeProgram([bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.']),
      together: 'reading',
    },
    clean: {
      program: nodeProgram([path.join('scripts', 'strip', 'main.mjs'), '--check']),
      together: 'reading',
    },
    unit: { program: nodeTests(listTestFiles('unit'), { atOnce: availableParallelism() }) },
    kernel: { program: pytest(path.join('test', 'kernel')), together: 'kernels' },
    // All with the answers to their exercises, and the first by nbmake too, as readers may run them.
    notebooks: {
      program: pytest(
        ...['--nbmake', '--nbmake-timeout=300', path.join('notebooks', '1-import-libraries.ipynb')],
        path.join('test', 'notebooks', 'test_notebooks.py'),
      ),
      environment: { ...DRAWN_ENVIRONMENT, RUNS: runs },
      together: 'kernels',
    },
    'own-images': {
      program: pytest(path.join('test', 'notebooks', 'test_own_images.py')),
      environment: DRAWN_ENVIRONMENT,
      together: 'kernels',
    },
    web: { program: nodeTests(listTestFiles('web')) },
    lab: { program: nodeTests(listTestFiles('lab')) },
  };
}

/**
 * Runs a check.
 *
 * @param check
 * @param options.output gets what it prints; by default that goes to this terminal
 * @returns whether it passed
 * @example await runCheck(allChecks({ runs }).types);
 */
export async function runCheck(
  { program, environment }: Check,
  { output }: { output?: (text: string) => void } = {},
): Promise<boolean> {
  return (await run(program, { environment: { ...childEnvironment(), ...environment }, output })) === 0;
}
