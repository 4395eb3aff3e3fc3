// `npm test`: sets up what is missing, then every check there is. `npm test -- unit kernel` runs only those named.
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
const bin = (name, ...script) => path.join(projectRoot, 'node_modules', name, ...script);

/** Each check: the command, and what it needs in its environment beside the usual. */
const CHECKS = {
  types: { node: [bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.'] },
  // The kernel compiles the library with an older TypeScript, so that one has to accept it too.
  'kernel-types': {
    node: [
      bin('@tslab', 'typescript-for-tslab', 'lib', 'tsc.js'),
      '--noEmit',
      '-p',
      path.join('jupyter', 'tsconfig.json'),
    ],
  },
  lint: { node: [bin('eslint', 'bin', 'eslint.js'), '.'] },
  format: { node: [bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.'] },
  clean: { node: [path.join('scripts', 'strip.mjs'), '--check'] },
  unit: {
    node: ['--import', 'tsx', '--test', '--test-reporter=spec', ...listTestFiles('unit')],
  },
  kernel: { python: ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', path.join('test', 'kernel')] },
  notebooks: {
    python: ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', '--nbmake', '--nbmake-timeout=300', 'notebooks'],
    // Always the same, small and offline: drawn faces, trained anew in a folder of their own.
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
  lab: {
    node: ['--import', 'tsx', '--test', '--test-reporter=spec', ...listTestFiles('lab')],
  },
};

const USAGE = `npm test -- [check …]

Runs every check, or those named: ${Object.keys(CHECKS).join(', ')}.`;

const { wanted } = readOptions((args) => {
  const options = { help: { type: 'boolean', short: 'h', default: false } };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const unknown = positionals.find((name) => !Object.hasOwn(CHECKS, name));
  if (unknown !== undefined)
    throw new Error(`Expected a check to be one of ${Object.keys(CHECKS).join(', ')} but found ${unknown}.`);
  return { ...values, wanted: positionals };
}, USAGE);

await runScript(async () => {
  await setup({ quiet: true });
  process.on('exit', () => rmSync(runs, { recursive: true, force: true }));
  const failed = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    if (wanted.length && !wanted.includes(name)) continue;
    console.log(`\n— ${name}`);
    const started = performance.now();
    const environment = { ...childEnvironment(), ...check.environment };
    const program = check.node ? nodeProgram(check.node) : pythonProgram(python, check.python);
    const passed = (await run(program, { environment })) === 0;
    // What comes next was not asked for any more.
    if (stoppedBy()) return exitCodeOf(stoppedBy());
    console.log(`— ${name}: ${passed ? 'passed' : 'FAILED'} in ${duration(performance.now() - started)}`);
    if (!passed) failed.push(name);
  }
  console.log(failed.length ? `\nFailed: ${failed.join(', ')}` : '\nEvery check passed.');
  return failed.length ? 1 : 0;
});
