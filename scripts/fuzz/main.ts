// `npm run fuzz`: compares useFastTraining() with stock tfjs-node in random networks.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { reportMinutes } from '../shared/report-minutes';
import { runScript } from '../shared/run-script.mjs';
import { createLiveLine } from '../../src/lib/live-line';
import { runCampaign, type Tally } from './campaign';
import { IsolatedChecker } from './isolated-checker';
import { parseOptions } from './options';
import { renderProgram } from './render';

/** The folder for programs that reproduce faults. */
const KEPT = path.join('out', 'fuzz');

const { networks, seed, single } = readOptions(parseOptions, usageOf('fuzz'));

void runScript(async () => {
  const numbers = single === undefined ? Array.from({ length: networks }, (_, i) => i) : [single];
  const checker = new IsolatedChecker();
  const line = createLiveLine();
  const report = reportMinutes(line);
  try {
    const tally = await runCampaign({
      ...{ seed, numbers, shrinkSeconds: 30 },
      check: (plan) => checker.check(plan),
      onProgress: ({ tried, findings }) =>
        report(`${tried} of ${numbers.length} networks, ${findings.length} faults`),
      onFinding({ number, fault, plan, command }) {
        mkdirSync(KEPT, { recursive: true });
        const file = path.join(KEPT, `seed-${seed}-case-${number}.ts`);
        writeFileSync(file, renderProgram(plan, { from: '../../src/lib/index' }));
        line.finish(`\n— ${fault.kind}\n${fault.text}\n${command}\n${file}:\n\n${renderProgram(plan)}`);
      },
    });
    console.log(summary(tally));
    return tally.findings.length > 0 ? 1 : 0;
  } finally {
    checker.close();
  }
});

function summary({ tried, same, tensors, loose, graphs, impossible, findings }: Tally): string {
  const thrown = [...impossible.values()].reduce((a, b) => a + b, 0);
  return [
    `\n${tried} networks: ${findings.length} faults`,
    `${same} agree, ${graphs} of them as graphs; ${loose} of ${tensors} tensors needed a tolerance above 0.001`,
    `${thrown} throw in both stock tfjs-node and the engine:`,
    ...[...impossible].sort((a, b) => b[1] - a[1]).map(([reason, count]) => `  ${count}: ${reason}`),
  ].join('\n');
}
