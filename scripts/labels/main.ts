// `npm run labels`: how often FER-2013's labels are what FER+'s annotators say.
import path from 'node:path';
import { writeJson } from '../../src/lib/json/index';
import {
  labelAgreement,
  openDataset,
  progressBar,
  readSettings,
  selectSplit,
  voteRows,
} from '../../src/lib/index';
import { formatCount, formatPercent } from '../../src/lib/format';
import { projectRoot } from '../shared/environment.mjs';
import { parseArguments, readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { align } from '../shared/text-table';

const FILE = path.join('src', 'lib', 'evaluation', 'measured-agreement.json');

const { write } = readOptions((args) => {
  const options = { write: { type: 'boolean', default: false } } as const;
  return parseArguments({ args, options }, 'npm run labels').values;
}, usageOf('labels'));

void runScript(async () => {
  const dataset = await openDataset(readSettings(), { progress: progressBar });
  const agreement = labelAgreement(selectSplit(dataset, 'privateTest'));
  const percent = (share: number) => formatPercent(share, 2);
  const rows = agreement.emotions.map(({ emotion, n, accuracy, agreement: one }) => [
    ...[emotion, formatCount(n)],
    ...[percent(accuracy), percent(one)],
  ]);
  const { seven } = agreement;
  const header = ['label', 'images', 'the majority says it', 'a single annotator says it'];
  const all = ['all', formatCount(seven.n), percent(seven.accuracy), percent(agreement.agreement)];
  console.log(align([header, ...rows, all], { left: [0] }).join('\n'));
  const people = voteRows({ "FER-2013's labels": agreement });
  const cells = [Object.keys(people[0]), ...people.map((row) => Object.values(row).map(String))];
  console.log(`\n${align(cells, { left: [0] }).join('\n')}`);
  if (!write) return 0;
  await writeJson(path.join(projectRoot, FILE), agreement);
  console.log(`\nWrote ${FILE}.`);
  return 0;
});
