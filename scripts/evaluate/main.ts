// `npm run evaluate`: re-evaluates the bundled model, or another released one, and compares it with
// its card.
import path from 'node:path';
import { parseArguments, readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { fromUser } from '../shared/user-path.mjs';
import { checkRelease, readCard } from '../../src/lib/release';
import { imagesOfRun, openDataset, progressBar, readSettings } from '../../src/lib/run';

const { positionals } = readOptions(
  (args) => parseArguments({ args, options: {}, allowPositionals: true }, 'npm run evaluate'),
  usageOf('evaluate'),
);

void runScript(async () => {
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
