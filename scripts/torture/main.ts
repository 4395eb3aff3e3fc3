// `npm run torture`: attacks the project.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gitCommit } from '../shared/git-commit';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { reportMinutes } from '../shared/report-minutes';
import { runScript } from '../shared/run-script.mjs';
import { expectation } from '../../src/lib/errors';
import { createLiveLine } from '../../src/lib/live-line';
import { printable } from '../../src/lib/printable.cjs';
import { allAttacks, chooseAttacks } from './attacks';
import { runCampaign, type Tally } from './campaign';
import { parseOptions } from './options';
import { writeReliabilityPage } from './reliability-page';
import { resultTable } from './result-table';

const options = readOptions(parseOptions, usageOf('torture'));

void runScript(async () => {
  const { seed, minutes, cases, single, only } = options;
  const scratch = mkdtempSync(path.join(tmpdir(), 'torture-'));
  try {
    const attacks = chooseAttacks(allAttacks({ seed, scratch, kept: path.join('out', 'torture') }), {
      ...{ only, minutes },
    });
    if (single !== undefined && attacks.length !== 1)
      throw expectation('--only', {
        expectation: 'a single attack if --case is given',
        found: attacks.map(({ name }) => name).join(', '),
      });
    const began = performance.now();
    const line = createLiveLine();
    const report = reportMinutes(line);
    const tallies = await runCampaign(attacks, {
      ...{ seed, minutes, cases, single },
      onProgress: (sofar) => report(progressText(sofar)),
      onFault: ({ what, fault, command }) =>
        line.finish(
          `${printable(what, { longest: 160 })}\n  ${printable(fault, { longest: 600 })}\n  ${command}`,
        ),
    });
    const minutesSpent = (performance.now() - began) / 60_000;
    console.log(`\n\n${resultTable(tallies)}`);
    if (options.write) {
      const args = process.argv.slice(2);
      const command = ['npm run torture', ...(args.length ? ['--', ...args] : [])].join(' ');
      const facts = { command, commit: gitCommit(), minutes: minutesSpent, tallies };
      console.log(`\nWrote ${await writeReliabilityPage(facts)}.`);
    }
    return tallies.some(({ faults }) => faults.length > 0) ? 1 : 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

function progressText(tallies: readonly Tally[]): string {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  return `${sum(({ tried }) => tried)} tried, ${sum(({ faults }) => faults.length)} faults`;
}
