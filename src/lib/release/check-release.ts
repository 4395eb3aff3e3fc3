import type { Dataset } from '../dataset/index';
import { expectation } from '../errors';
import type { VoteScores } from '../evaluation/index';
import type { ProgressListener } from '../run/index';
import { loadRelease } from './load-release';
import { measureModel } from './measure-model';
import type { Measurements } from './model-card';

/** A number of a card, and the value measured again. */
export interface Claim {
  /** `one view: accuracy, privateTest`. */
  readonly name: string;
  readonly card: number;
  readonly found: number;
  readonly holds: boolean;
}

/** The result of {@link checkRelease}. */
export interface ReleaseCheck {
  readonly claims: readonly Claim[];
  /** Whether every claim holds. */
  readonly holds: boolean;
  /**
   * Whether all measurements are identical to the last digit, which is not expected on another
   * processor.
   */
  readonly identical: boolean;
}

/**
 * Other processors round differently, which may change the prediction for an image between two
 * emotions.
 */
const TOLERANCE = 0.003;

/**
 * Evaluates a released model again from its files, and compares the results with its card.
 *
 * @param folder contains the model and its `card.json`
 * @throws ExpectationError when the files are damaged or do not belong together, or the images are
 *   not those of the card
 * @example const { holds } = await checkRelease('models/emotion', { dataset });
 */
export async function checkRelease(
  folder: string,
  {
    dataset,
    voted,
    progress,
  }: { dataset: Dataset; voted?: Dataset; progress?: (label: string) => ProgressListener },
): Promise<ReleaseCheck> {
  const { card, model } = await loadRelease(folder);
  if (dataset.source.fingerprint !== card.data.fingerprint)
    throw expectation('the images', {
      expectation: `those of the card (${card.data.kind}, ${card.data.fingerprint.slice(0, 12)}…)`,
      found: `${dataset.source.kind}, ${dataset.source.fingerprint.slice(0, 12)}…`,
      advice: 'Set FER2013 to the data set that the card was measured on.',
    });
  const temperature = card.temperature.value;
  const found = await measureModel(model, dataset, { temperature, voted, progress });
  model.dispose();
  const claims = claimsOf(card.measurements).map(([name, value], i): Claim => {
    const [, measured] = claimsOf(found)[i];
    return { name, card: value, found: measured, holds: Math.abs(value - measured) <= TOLERANCE };
  });
  return {
    claims,
    holds: claims.every(({ holds }) => holds),
    identical: JSON.stringify(card.measurements) === JSON.stringify(found),
  };
}

/** The numbers of a card that are compared, with their names. */
function claimsOf({ oneView, flipAveraged, asTrained }: Measurements): [string, number][] {
  const errors = (view: string, { calibration }: Measurements['asTrained']) =>
    calibration.map(({ split, error }): [string, number] => [`${view}: calibration error, ${split}`, error]);
  const views = { 'one view': oneView, 'averaged with the mirror image': flipAveraged };
  return [
    ...Object.entries(views).flatMap(([view, { scores, calibration, bins, classes, votes }]) => [
      ...scores.map(({ split, accuracy }): [string, number] => [`${view}: accuracy, ${split}`, accuracy]),
      ...errors(view, { calibration, bins }),
      ...Object.entries({ 'both tests': classes.bothTests, privateTest: classes.privateTest }).map(
        ([split, { report }]): [string, number] => [`${view}: macro F1, ${split}`, report.macro.f1],
      ),
      ...Object.entries(votes ?? {}).flatMap(([split, own]) =>
        voteClaims(own).map(([name, value]): [string, number] => [`${view}: ${name}, ${split}`, value]),
      ),
    ]),
    ...errors('as trained', asTrained),
  ];
}

function voteClaims(votes: VoteScores): [string, number][] {
  return [
    ['accuracy on the majority of the votes', votes.seven.accuracy],
    ['the same with contempt', votes.eight.accuracy],
    ["accuracy by FER+'s protocol", votes.paper.accuracy],
    ['agreement with an annotator', votes.agreement],
    ['cross-entropy with the votes', votes.crossEntropy],
    ['Brier score against the votes', votes.brier],
  ];
}
