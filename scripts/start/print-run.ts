// Prints as JSON what the environment's settings mean and what their run has reached: for scripts/start/main.mjs.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runMain } from '../shared/run-main';
import { CARD_FILES } from '../../src/lib/release/card-files';
import { cardRows } from '../../src/lib/release/card-rows';
import { readCard } from '../../src/lib/release/read-card';
import { chooseModel } from '../../src/lib/run/choose-model';
import { describeSettings, settingRows } from '../../src/lib/run/describe-settings';
import { readRunJson } from '../../src/lib/run/run-folder';
import { readSettings } from '../../src/lib/run/settings';
import type { RunEvaluation } from '../../src/lib/run/run-evaluation';
import { formatCount, formatPercent } from '../../src/lib/format';

runMain(async () => {
  const settings = readSettings();
  const { folder } = chooseModel(settings);
  const evaluation = readRunJson(folder, 'evaluation');
  const results = [
    ['data', evaluation?.data ?? settings.data.kind],
    ...scoreRows('accuracy', evaluation?.scores),
    ...scoreRows('mean with the mirror image', evaluation?.flipScores),
    ['model', path.relative(process.cwd(), path.join(folder, 'model'))],
    ...(await shippedRows(settings.folders.shipped)),
  ];
  console.log(
    JSON.stringify({
      data: settings.data.kind,
      sentence: describeSettings(settings),
      settings: settingRows(settings),
      results,
      runFolder: settings.folders.run,
    }),
  );
  return 0;
});

function scoreRows(name: string, scores: RunEvaluation['scores'] = []): string[][] {
  return scores.map(({ split, n, accuracy, note }) => [
    `${name}, ${split}`,
    `${formatPercent(accuracy, 2)} of ${formatCount(n)} images. ${note}`,
  ]);
}

/** What the card of the model that ships says of its accuracy. */
async function shippedRows(folder: string): Promise<string[][]> {
  if (!existsSync(path.join(folder, CARD_FILES.json))) return [];
  return cardRows(await readCard(folder))
    .filter(({ what }) => what.startsWith('privateTest'))
    .map(({ what, value }) => [`the bundled model, ${what}`, value]);
}
