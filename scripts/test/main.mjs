// `npm test`: installs what is missing, then runs all checks. `npm test -- unit kernel` runs only
// those named.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { childEnvironment, projectRoot, python, run } from '../shared/environment.mjs';
import { exitCodeOf, nodeProgram, pythonProgram, stoppedBy } from '../shared/processes/children.mjs';
import { readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { duration } from '../shared/duration.mjs';
import { setup } from '../setup/setup.mjs';
import { listTestFiles } from './files.mjs';

const runs = path.join(tmpdir(), `runs-${randomUUID()}`);
const bin = (/** @type {string} */ name, /** @type {string[]} */ ...script) =>
  path.join(projectRoot, 'node_modules', name, ...script);

const tsc = bin('typescript', 'bin', 'tsc');
const pytest = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'];
const nodeTest = ['--import', 'tsx', '--test', '--test-reporter=spec'];

/**
 * A check: the programs to run, one after another, and variables for their environment.
 *
 * @typedef {{ programs: import('../shared/processes/children.mjs').Program[],
 *   environment?: NodeJS.ProcessEnv }} Check
 */

/** @type {Record<string, Check>} */
const CHECKS = {
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
        '--noEmit',
        '-p',
        path.join('jupyter', 'tsconfig.json'),
      ]),
    ],
  },
  lint: { programs: [nodeProgram([bin('eslint', 'bin', 'eslint.js'), '.'])] },
  format: {
    programs: [nodeProgram([bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.'])],
  },
  clean: { programs: [nodeProgram([path.join('scripts', 'strip', 'main.mjs'), '--check'])] },
  unit: { programs: [nodeProgram([...nodeTest, ...listTestFiles('unit')])] },
  kernel: { programs: [pythonProgram(python, [...pytest, path.join('test', 'kernel')])] },
  notebooks: {
    programs: [pythonProgram(python, [...pytest, '--nbmake', '--nbmake-timeout=300', 'notebooks'])],
    // The same everywhere, small and offline: drawn faces, trained from scratch in a temporary
    // folder.
    environment: {
      FER2013: 'drawn',
      RUN_SIZE: 'quick',
      EPOCHS: '2',
      BATCH_SIZE: '',
      SEED: '',
      ARCHITECTURE: '',
      MODEL: '',
      RUNS: runs,
    },
  },
  lab: { programs: [nodeProgram([...nodeTest, ...listTestFiles('lab')])] },
};

const USAGE = `npm test -- [check …]

Runs all checks, or those named: ${Object.keys(CHECKS).join(', ')}.`;

const { wanted } = readOptions((args) => {
  /** @satisfies {import('node:util').ParseArgsConfig['options']} */
  const options = { help: { type: 'boolean', short: 'h', default: false } };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const unknown = positionals.find((name) => !Object.hasOwn(CHECKS, name));
  if (unknown !== undefined)
    throw new Error(`Expected a check to be one of ${Object.keys(CHECKS).join(', ')} but found ${unknown}.`);
  return { help: values.help, wanted: positionals };
}, USAGE);

await runScript(async () => {
  await setup({ quiet: true });
  process.on('exit', () => rmSync(runs, { recursive: true, force: true }));
  const failed = [];
  for (const [name, { programs, environment }] of Object.entries(CHECKS)) {
    if (wanted.length && !wanted.includes(name)) continue;
    console.log(`\n— ${name}`);
    const started = performance.now();
    let hasPassed = true;
    for (const program of programs) {
      const code = await run(program, { environment: { ...childEnvironment(), ...environment } });
      if (code !== 0) hasPassed = false;
      // Run nothing more after Ctrl-C.
      const signal = stoppedBy();
      if (signal) return exitCodeOf(signal);
    }
    console.log(`— ${name}: ${hasPassed ? 'passed' : 'FAILED'} in ${duration(performance.now() - started)}`);
    if (!hasPassed) failed.push(name);
  }
  console.log(failed.length ? `\nFailed: ${failed.join(', ')}` : '\nAll checks passed.');
  return failed.length ? 1 : 0;
});
