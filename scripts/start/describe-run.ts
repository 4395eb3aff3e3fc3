import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RunRecord } from '../shared/run-record';
import { sourceName } from '../../src/lib/dataset/source-name';
import { formatCount, formatPercent } from '../../src/lib/format';
import { CARD_FILES } from '../../src/lib/release/card-files';
import { cardRows } from '../../src/lib/release/card-rows';
import { readCard } from '../../src/lib/release/read-card';
import { chooseModel } from '../../src/lib/run/choose-model';
import { describeSettings, settingRows } from '../../src/lib/run/describe-settings';
import type { RunEvaluation } from '../../src/lib/run/run-evaluation';
import { readRunJson } from '../../src/lib/run/run-folder';
import { readSettings } from '../../src/lib/run/settings';

type Row = RunRecord['results'][number];

/** What the settings mean, and what their run has reached so far. */
export interface RunDescription extends Pick<RunRecord, 'data' | 'sentence' | 'settings' | 'results'> {
  /** Where the run's checkpoints are. */
  runFolder: string;
}

/**
 * Describes the run that an environment's settings name. None of this loads TensorFlow, whose
 * memory the notebooks need.
 *
 * @throws ExpectationError that names the setting or file that is invalid
 * @example const { sentence } = await describeRun(childEnvironment());
 */
export async function describeRun(environment: NodeJS.ProcessEnv): Promise<RunDescription> {
  const settings = readSettings(environment);
  const { folder } = chooseModel(settings);
  const evaluation = readRunJson(folder, 'evaluation');
  return {
    data: settings.data.kind,
    sentence: describeSettings(settings),
    settings: settingRows(settings),
    results: [
      [
        'data',
        evaluation
          ? sourceName({ kind: evaluation.data, labeledBy: evaluation.labels })
          : sourceName({ kind: settings.data.kind, labeledBy: settings.labels }),
      ],
      ...scoreRows('accuracy', evaluation?.scores),
      ...scoreRows('mean with the mirror image', evaluation?.flipScores),
      ['model', path.relative(process.cwd(), path.join(folder, 'model'))],
      ...(await shippedRows(settings.folders.bundled.shipped)),
    ],
    runFolder: settings.folders.run,
  };
}

function scoreRows(name: string, scores: RunEvaluation['scores'] = []): Row[] {
  return scores.map(({ split, n, accuracy, note }): Row => [
    `${name}, ${split}`,
    `${formatPercent(accuracy, 2)} of ${formatCount(n)} images. ${note}`,
  ]);
}

/** The accuracy in the bundled model's card. */
async function shippedRows(folder: string): Promise<Row[]> {
  if (!existsSync(path.join(folder, CARD_FILES.json))) return [];
  return cardRows(await readCard(folder))
    .filter(({ what }) => what.startsWith('privateTest'))
    .map(({ what, value }): Row => [`the bundled model, ${what}`, value]);
}
