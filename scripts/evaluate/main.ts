// `npm run evaluate`: re-evaluates the bundled models, or another released one, and compares each
// with its card.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArguments, readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { fromUser, toUser } from '../shared/user-path.mjs';
import { BUNDLED_MODELS } from '../../src/lib/model';
import { checkRelease, imagesOfRelease, readCard, type ReleaseImages } from '../../src/lib/release';
import { openDataset, progressBar, readSettings } from '../../src/lib/run';

const { positionals } = readOptions(
  (args) => parseArguments({ args, options: {}, allowPositionals: true }, 'npm run evaluate'),
  usageOf('evaluate'),
);

void runScript(async () => {
  const bundled = Object.values(BUNDLED_MODELS).filter((folder) =>
    existsSync(path.join(folder, 'model.json')),
  );
  const folders = positionals.length > 0 ? positionals.map(fromUser) : bundled;
  const settings = readSettings();
  const whole = await openDataset(settings, { progress: progressBar });
  let holdsAll = true;
  for (const folder of folders) {
    const { training } = await readCard(folder);
    console.log(`\n${toUser(folder)}`);
    if (positionals.length === 0 && training.labels === 'crowd' && settings.votes === null) {
      console.log("Not evaluated: set FERPLUS to the path of FER+'s votes, which it is scored on.");
      continue;
    }
    const holds = await evaluate(folder, imagesOfRelease(whole, training));
    holdsAll &&= holds;
  }
  return holdsAll ? 0 : 1;
});

/** Whether the card of a released model holds. */
async function evaluate(folder: string, images: ReleaseImages): Promise<boolean> {
  const { claims, holds, identical } = await checkRelease(folder, { ...images, progress: progressBar });
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
  return holds;
}
