import path from 'node:path';
import { childEnvironment, projectRoot, python, run } from '../shared/environment.mjs';
import { nodeProgram, pythonProgram, stoppedBy, type Program } from '../shared/processes/children.mjs';
import { listTestFiles } from './list-test-files';

/** A check of `npm test`. */
export interface Check {
  /** What is started, one after the other. */
  programs: readonly Program[];
  /** Variables for their environment besides the usual. */
  environment?: NodeJS.ProcessEnv;
}

const bin = (name: string, ...script: string[]) => path.join(projectRoot, 'node_modules', name, ...script);

const tsc = bin('typescript', 'bin', 'tsc');

const nodeTests = (files: readonly string[]) =>
  nodeProgram(['--import', 'tsx', '--test', '--test-reporter=spec', ...files]);

const pytest = (...args: string[]) =>
  pythonProgram(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', ...args]);

/**
 * The checks of `npm test` by name, in order.
 *
 * @param options.runs the folder in which the notebooks train
 */
export function allChecks({ runs }: { runs: string }): Record<string, Check> {
  return {
    types: {
      programs: [
        nodeProgram([tsc, '--noEmit', '-p', '.']),
        // What runs before anything is installed is JavaScript with types in JSDoc.
        nodeProgram([tsc, '--noEmit', '-p', 'tsconfig.checkjs.json']),
      ],
    },
    // The kernel compiles the library with an older TypeScript, which has to accept it too.
    'kernel-types': {
      programs: [
        nodeProgram([
          bin('@tslab', 'typescript-for-tslab', 'lib', 'tsc.js'),
          ...['--noEmit', '-p', path.join('jupyter', 'tsconfig.json')],
        ]),
      ],
    },
    lint: { programs: [nodeProgram([bin('eslint', 'bin', 'eslint.js'), '.'])] },
    // The rules of who may import whom, in CONTRIBUTING.md's table.
    dependencies: {
      programs: [
        nodeProgram([
          bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
          ...['--config', '.dependency-cruiser.cjs', 'src', 'scripts'],
        ]),
      ],
    },
    // Warnings are errors: links and parameters in docstrings that no longer exist.
    reference: { programs: [nodeProgram([bin('typedoc', 'bin', 'typedoc'), '--emit', 'none'])] },
    format: {
      programs: [nodeProgram([bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.'])],
    },
    clean: { programs: [nodeProgram([path.join('scripts', 'strip', 'main.mjs'), '--check'])] },
    unit: { programs: [nodeTests(listTestFiles('unit'))] },
    kernel: { programs: [pytest(path.join('test', 'kernel'))] },
    notebooks: {
      programs: [pytest('--nbmake', '--nbmake-timeout=300', 'notebooks')],
      // Always the same, small and offline: drawn faces, trained in a folder of their own.
      environment: {
        ...{ FER2013: 'drawn', RUN_SIZE: 'quick', EPOCHS: '2', RUNS: runs },
        ...{ BATCH_SIZE: '', SEED: '', ARCHITECTURE: '', MODEL: '' },
      },
    },
    lab: { programs: [nodeTests(listTestFiles('lab'))] },
  };
}

/**
 * Runs a check's programs on this terminal, until a signal asks this process to end.
 *
 * @returns whether all passed
 * @example await runCheck(allChecks({ runs }).types);
 */
export async function runCheck({ programs, environment }: Check): Promise<boolean> {
  let hasPassed = true;
  for (const program of programs) {
    if (stoppedBy()) return false;
    const code = await run(program, { environment: { ...childEnvironment(), ...environment } });
    if (code !== 0) hasPassed = false;
  }
  return hasPassed;
}
