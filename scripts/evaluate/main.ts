// Re-evaluates the bundled model and compares with its card: `npm run evaluate`.
import path from 'node:path';
import { runMain } from '../shared/run-main';
import { parseArguments } from '../shared/parse-arguments';
import { fromUser } from '../shared/user-path.mjs';
import { checkRelease, readCard } from '../../src/lib/release';
import { imagesOfRun, openDataset, progressBar, readSettings } from '../../src/lib/run';

const USAGE = `npm run evaluate -- [folder of a released model]

Re-evaluates the model from its files and compares with its card; ends with an error if a number is not reproduced.
FER2013 names the images. By default the folder is models/emotion.`;

runMain(async (args) => {
  const { values, positionals } = parseArguments(
    { args, allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } },
    'npm run evaluate',
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const folder = positionals[0] === undefined ? path.join('models', 'emotion') : fromUser(positionals[0]);
  const { training } = await readCard(folder);
  const dataset = imagesOfRun(await openDataset(readSettings(), { progress: progressBar }), training);
  const { claims, holds, identical } = await checkRelease(folder, { dataset, progress: progressBar });
  const width = Math.max(...claims.map(({ name }) => name.length));
  console.log(`\n${'score'.padEnd(width)}     card    now`);
  for (const { name, card, found, holds } of claims)
    console.log(`${name.padEnd(width)}  ${card.toFixed(5)}  ${found.toFixed(5)}${holds ? '' : '  DIFFERS'}`);
  console.log(
    identical
      ? '\nEvery number is the same to the last digit.'
      : holds
        ? '\nEvery number is reproduced, within what rounding on another machine may change.'
        : '\nThe card does not hold.',
  );
  return holds ? 0 : 1;
});
