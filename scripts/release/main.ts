// `npm run release`: exports a run as a bundled model.
import path from 'node:path';
import { gitCommit } from '../shared/git-commit';
import { updateDocs } from '../shared/docs/update-docs';
import { projectRoot } from '../shared/environment.mjs';
import { parseArguments, readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { fromUser, toUser } from '../shared/user-path.mjs';
import { openDataset, planTraining, progressBar, readSettings, requireRunJson } from '../../src/lib/run';
import { exportRelease, imagesOfRelease } from '../../src/lib/release';
import { formatMegabytes, formatPercent } from '../../src/lib/format';
import { bundledModelFor, BUNDLED_MODELS } from '../../src/lib/model';

const { values, positionals } = readOptions((args) => {
  const options = { to: { type: 'string' }, unfinished: { type: 'boolean', default: false } } as const;
  return parseArguments({ args, options, allowPositionals: true }, 'npm run release');
}, usageOf('release'));

void runScript(async () => {
  const [typed] = positionals;
  const runFolder = typed === undefined ? planTraining({ preset: 'release' }).folders.run : fromUser(typed);
  const record = requireRunJson(runFolder, 'training');
  const to = values.to === undefined ? BUNDLED_MODELS[bundledModelFor(record.labels)] : fromUser(values.to);
  const whole = await openDataset(readSettings(), { progress: progressBar });
  const card = await exportRelease(runFolder, to, {
    ...{
      ...imagesOfRelease(whole, record),
      allowUnfinished: values.unfinished,
      commit: gitCommit(),
      progress: progressBar,
    },
  });
  const { scores } = card.measurements.flipAveraged;
  for (const { split, accuracy, note } of scores)
    console.log(`${formatPercent(accuracy, 2)} of ${split}, averaged with the mirror image. ${note}`);
  console.log(
    `\n${toUser(to)}: ${formatMegabytes(card.model.bytes)}, temperature ${card.temperature.value.toFixed(3)}`,
  );
  const isBundled = Object.values(BUNDLED_MODELS).some(
    (folder) => path.resolve(to) === path.join(projectRoot, folder),
  );
  if (isBundled) for (const page of await updateDocs()) console.log(`${page} has its figures.`);
  return 0;
});
