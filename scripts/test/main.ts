// `npm test`: runs all checks. `npm test -- unit kernel` runs only those named.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { duration } from '../shared/duration.mjs';
import { exitCodeOf, stoppedBy } from '../shared/processes/children.mjs';
import { parseArguments, readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { expectation } from '../../src/lib/errors';
import { allChecks, runCheck } from './checks';

const runs = path.join(tmpdir(), `runs-${randomUUID()}`);
const checks = allChecks({ runs });

const wanted = readOptions((args) => {
  const { positionals } = parseArguments({ args, options: {}, allowPositionals: true }, 'npm test');
  const unknown = positionals.find((name) => !Object.hasOwn(checks, name));
  if (unknown !== undefined)
    throw expectation('a check', {
      expectation: `one of ${Object.keys(checks).join(', ')}`,
      found: unknown,
    });
  return positionals;
}, usageOf('test'));

void runScript(async () => {
  process.on('exit', () => rmSync(runs, { recursive: true, force: true }));
  const failed: string[] = [];
  for (const [name, check] of Object.entries(checks)) {
    if (wanted.length && !wanted.includes(name)) continue;
    console.log(`\n— ${name}`);
    const started = performance.now();
    const passed = await runCheck(check);
    const signal = stoppedBy();
    if (signal) return exitCodeOf(signal);
    console.log(`— ${name}: ${passed ? 'passed' : 'FAILED'} in ${duration(performance.now() - started)}`);
    if (!passed) failed.push(name);
  }
  console.log(failed.length ? `\nFailed: ${failed.join(', ')}` : '\nAll checks passed.');
  return failed.length ? 1 : 0;
});
