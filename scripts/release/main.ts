// `npm run release`: exports a run as the bundled model.
import path from 'node:path';
import { gitCommit } from '../shared/git-commit';
import { updateDocs } from '../shared/docs/update-docs';
import { projectRoot } from '../shared/environment.mjs';
import { parseArguments, readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { fromUser, toUser } from '../shared/user-path.mjs';
import {
  openDataset,
  imagesOfRun,
  planTraining,
  progressBar,
  readSettings,
  requireRunJson,
} from '../../src/lib/run';
import { exportRelease } from '../../src/lib/release';
import { formatMegabytes, formatPercent } from '../../src/lib/format';

const { values, positionals } = readOptions((args) => {
  const options = { to: { type: 'string' }, unfinished: { type: 'boolean', default: false } } as const;
  return parseArguments({ args, options, allowPositionals: true }, 'npm run release');
}, usageOf('release'));

void runScript(async () => {
  const settings = readSettings();
  const [typed] = positionals;
  const runFolder = typed === undefined ? planTraining({ preset: 'release' }).folders.run : fromUser(typed);
  const to = values.to === undefined ? path.join('models', 'emotion') : fromUser(values.to);
  const record = requireRunJson(runFolder, 'training');
  const dataset = imagesOfRun(await openDataset(settings, { progress: progressBar }), record);
  const card = await exportRelease(runFolder, to, {
    ...{ dataset, allowUnfinished: values.unfinished, commit: gitCommit(), progress: progressBar },
  });
  const { scores } = card.measurements.flipAveraged;
  for (const { split, accuracy, note } of scores)
    console.log(`${formatPercent(accuracy, 2)} of ${split}, averaged with the mirror image. ${note}`);
  console.log(
    `\n${toUser(to)}: ${formatMegabytes(card.model.bytes)}, temperature ${card.temperature.value.toFixed(3)}`,
  );
  if (path.resolve(to) === path.join(projectRoot, 'models', 'emotion'))
    for (const page of await updateDocs()) console.log(`${page} has its figures.`);
  return 0;
});
