import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RunRecord } from '../shared/run-record';
import { sourceName } from '../../src/lib/dataset/source-name';
import type { SplitScore } from '../../src/lib/evaluation/index';
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
export interface RunDescription extends Pick<
  RunRecord,
  'data' | 'sentence' | 'headline' | 'settings' | 'results'
> {
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
  const { origin, folder } = chooseModel(settings);
  const evaluation = readRunJson(folder, 'evaluation');
  // The bundled models know emotions only.
  const isOwn = settings.data.kind === 'own images';
  const shipped = isOwn ? [] : await shippedRows(settings.folders.bundled.shipped);
  return {
    data: settings.data.kind,
    sentence: describeSettings(settings),
    headline: [
      ...headline(evaluation, origin === 'run' ? "This run's model" : 'The bundled model'),
      ...shipped.slice(-1).map((row) => `${capitalized(row[0])}: ${row[1]}`),
    ],
    settings: settingRows(settings),
    results: [
      [
        'data',
        evaluation
          ? sourceName({ kind: evaluation.data, labeledBy: evaluation.labels })
          : sourceName({ kind: settings.data.kind, labeledBy: settings.labels }),
      ],
      ...(evaluation ? scoreRows(evaluation) : []),
      ['model', path.relative(process.cwd(), path.join(folder, 'model'))],
      ...shipped,
    ],
    runFolder: settings.folders.run,
  };
}

/** The score on the images that nothing was chosen on. */
function headline(evaluation: RunEvaluation | undefined, model: string): string[] {
  const score = evaluation?.scores.find(({ splits }) => splits.length === 1 && splits[0] === 'privateTest');
  if (!evaluation || !score) return [];
  const faces = sourceName({ kind: evaluation.data, labeledBy: evaluation.labels });
  const { accuracy, interval, n, note } = score;
  return [
    `${model} classifies ${formatPercent(accuracy, 2)} of privateTest correctly: ${formatCount(n)} images, ${faces}.`,
    `The 95 % interval is ${formatPercent(interval.low, 2)} to ${formatPercent(interval.high, 2)}. ${note}`,
  ];
}

const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** A row for the images of each split; without the duplicates, for those that nothing was chosen on. */
function scoreRows({ scores, flipScores }: RunEvaluation): Row[] {
  const isShown = ({ withoutDuplicates, splits }: SplitScore) =>
    !withoutDuplicates || splits.join() === 'privateTest';
  return scores.filter(isShown).map(({ split, n, accuracy, note }): Row => {
    const flip = flipScores.find((score) => score.split === split);
    const mean = flip ? `, ${formatPercent(flip.accuracy, 2)} averaged with the mirror image` : '';
    return [split, `${formatPercent(accuracy, 2)} of ${formatCount(n)} images${mean}. ${note}`];
  });
}

/** The accuracy in the bundled model's card. */
async function shippedRows(folder: string): Promise<Row[]> {
  if (!existsSync(path.join(folder, CARD_FILES.json))) return [];
  return cardRows(await readCard(folder))
    .filter(({ what }) => what.startsWith('privateTest'))
    .map(({ what, value }): Row => [`the bundled model, ${what}`, value]);
}
