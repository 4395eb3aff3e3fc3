// `npm test`: runs all checks. `npm test -- unit kernel` runs only those named.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
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
  let names = Object.keys(checks).filter((name) => wanted.length === 0 || wanted.includes(name));
  const failed: string[] = [];
  const check = async (name: string, output?: (text: string) => void) => {
    const started = performance.now();
    const passed = await runCheck(checks[name], { output });
    if (!passed) failed.push(name);
    return `— ${name}: ${passed ? 'passed' : 'FAILED'} in ${duration(performance.now() - started)}`;
  };

  while (names.length > 0 && !stoppedBy()) {
    const { together } = checks[names[0]];
    const isBeside = (name: string) => together !== undefined && checks[name].together === together;
    const group = names.filter((name, i) => i === 0 || isBeside(name));
    names = names.filter((name) => !group.includes(name));
    if (group.length > 1) await runTogether(group, check);
    else {
      console.log(`\n— ${group[0]}`);
      console.log(await check(group[0]));
    }
  }
  const signal = stoppedBy();
  if (signal) return exitCodeOf(signal);
  console.log(failed.length ? `\nFailed: ${failed.join(', ')}` : '\nAll checks passed.');
  return failed.length ? 1 : 0;
});

/** Runs checks at the same time. What they print would mix, so it comes when each has ended. */
async function runTogether(
  names: readonly string[],
  check: (name: string, output: (text: string) => void) => Promise<string>,
): Promise<void> {
  const waiting = [...names];
  const next = async (): Promise<void> => {
    const name = waiting.shift();
    if (name === undefined || stoppedBy()) return;
    let printed = '';
    const result = await check(name, (text) => (printed += text));
    console.log(`\n— ${name}\n${printed}${result}`);
    return next();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, next));
}
