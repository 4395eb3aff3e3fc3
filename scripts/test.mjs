// `npm test`: sets up what is missing, then every check there is. `npm test -- unit kernel` runs only those named.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { childEnvironment, projectRoot, python, run } from './environment.mjs';
import { duration } from './start/duration.mjs';
import { setup } from './setup/setup.mjs';
import { listTestFiles } from './test/files.mjs';

await setup({ quiet: true });

const runs = mkdtempSync(path.join(tmpdir(), 'runs-'));
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
      RUNS: runs,
    },
  },
  lab: {
    node: ['--import', 'tsx', '--test', '--test-reporter=spec', ...listTestFiles('lab')],
  },
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in CHECKS));
if (unknown) {
  console.error(`Expected a check to be one of ${Object.keys(CHECKS).join(', ')} but found ${unknown}.`);
  process.exit(2);
}

const failed = [];
try {
  for (const [name, check] of Object.entries(CHECKS)) {
    if (wanted.length && !wanted.includes(name)) continue;
    console.log(`\n— ${name}`);
    const started = performance.now();
    const environment = { ...childEnvironment(), ...check.environment };
    const [command, args] = check.node ? [process.execPath, check.node] : [python, check.python];
    const passed = (await run(command, args, { environment })) === 0;
    console.log(`— ${name}: ${passed ? 'passed' : 'FAILED'} in ${duration(performance.now() - started)}`);
    if (!passed) failed.push(name);
  }
} finally {
  rmSync(runs, { recursive: true, force: true });
}
console.log(failed.length ? `\nFailed: ${failed.join(', ')}` : '\nEvery check passed.');
process.exitCode = failed.length ? 1 : 0;
