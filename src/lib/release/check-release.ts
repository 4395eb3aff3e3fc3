import type { Dataset } from '../dataset/index';
import { expectation } from '../errors';
import type { ProgressListener } from '../run/index';
import { loadRelease } from './load-release';
import { measureModel } from './measure-model';
import type { Measurements } from './model-card';

/** One number of a card, and what it came out as. */
export interface Claim {
  /** `one view: accuracy, privateTest`. */
  readonly name: string;
  readonly card: number;
  readonly found: number;
  readonly holds: boolean;
}

/** What {@link checkRelease} found. */
export interface ReleaseCheck {
  readonly claims: readonly Claim[];
  /** Whether every claim holds. */
  readonly holds: boolean;
  /** Whether all that was measured is the same to the last digit, which another processor need not give. */
  readonly identical: boolean;
}

/** Other processors round otherwise, and an image between two emotions may then be told otherwise. */
const TOLERANCE = 0.003;

/**
 * Measures a released model anew, from its files, and compares with what its card says.
 *
 * @param folder holds the model and its `card.json`
 * @throws ExpectationError when the files are damaged or do not belong together, or the images are others than the card's
 * @example const { holds } = await checkRelease('models/emotion', { dataset });
 */
export async function checkRelease(
  folder: string,
  { dataset, progress }: { dataset: Dataset; progress?: (label: string) => ProgressListener },
): Promise<ReleaseCheck> {
  const { card, model } = await loadRelease(folder);
  if (dataset.source.fingerprint !== card.data.fingerprint)
    throw expectation('the images', {
      expectation: `those of the card (${card.data.kind}, ${card.data.fingerprint.slice(0, 12)}…)`,
      found: `${dataset.source.kind}, ${dataset.source.fingerprint.slice(0, 12)}…`,
      advice: 'Set FER2013 to the data set that the card was measured on.',
    });
  const found = await measureModel(model, dataset, { temperature: card.temperature.value, progress });
  model.dispose();
  const claims = claimsOf(card.measurements).map(([name, value], i): Claim => {
    const [, again] = claimsOf(found)[i];
    return { name, card: value, found: again, holds: Math.abs(value - again) <= TOLERANCE };
  });
  return {
    claims,
    holds: claims.every(({ holds }) => holds),
    identical: JSON.stringify(card.measurements) === JSON.stringify(found),
  };
}

/** The numbers that a card is judged by, each with its name. */
function claimsOf({ oneView, flipAveraged, asTrained }: Measurements): [string, number][] {
  const errors = (view: string, { calibration }: Measurements['asTrained']) =>
    calibration.map(({ split, error }): [string, number] => [`${view}: calibration error, ${split}`, error]);
  const views = { 'one view': oneView, 'averaged with the mirror image': flipAveraged };
  return [
    ...Object.entries(views).flatMap(([view, { scores, calibration, bins, classes }]) => [
      ...scores.map(({ split, accuracy }): [string, number] => [`${view}: accuracy, ${split}`, accuracy]),
      ...errors(view, { calibration, bins }),
      ...Object.entries({ 'both tests': classes.bothTests, privateTest: classes.privateTest }).map(
        ([split, { report }]): [string, number] => [`${view}: macro F1, ${split}`, report.macro.f1],
      ),
    ]),
    ...errors('as trained', asTrained),
  ];
}
