// `npm run ferplus-index`: writes the hashes by which FER+'s votes find the images of FER-2013's
// archive.
import path from 'node:path';
import { parseArguments, readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { fromUser } from '../shared/user-path.mjs';
import { createRowIndex, ROW_INDEX } from '../../src/lib/dataset';
import { expectation } from '../../src/lib/errors';
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';
import { openDataset, progressBar, readSettings } from '../../src/lib/run';

const file = readOptions((args) => {
  const { positionals } = parseArguments(
    { args, options: {}, allowPositionals: true },
    'npm run ferplus-index',
  );
  if (positionals.length === 1) return fromUser(positionals[0]);
  throw expectation('the arguments', {
    expectation: 'one CSV of votes',
    found: positionals.join(' ') || 'nothing',
  });
}, usageOf('ferplus-index'));

void runScript(async () => {
  const settings = readSettings();
  if (settings.data.kind !== 'FER-2013')
    throw expectation('FER2013', {
      expectation: "the path of FER-2013's archive or folder",
      found: settings.data.kind,
      advice: 'Set it, or run `npm run data`.',
    });
  const dataset = await openDataset({ ...settings, votes: null }, { progress: progressBar });
  await writeFileAtomic(ROW_INDEX, await createRowIndex(dataset, file));
  console.log(`Wrote ${path.relative('', ROW_INDEX)}.`);
  return 0;
});
