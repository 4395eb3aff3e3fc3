import { formatCount, formatMegabytes, formatPercent } from '../../../src/lib/format';
import { list, object, text, type ValueOf } from '../../../src/lib/json/index';
import { markdownTable } from '../../../src/lib/markdown-table';
import type { ModelCard } from '../../../src/lib/release/index';
import { duration } from '../duration.mjs';
import { docData } from './doc-data';
import { bulletList, paragraph } from './paragraph';

/** What the bundled model was trained for. */
const GOALS = { accuracy: 0.725, stretchAccuracy: 0.742, calibrationError: 0.02 };

/** Notes on a bundled model. */
export const NOTES = object({ notes: list(text()) });

export type Notes = ValueOf<typeof NOTES>;

/** What has to be said about the bundled model that its card does not say. */
export const SHIPPED_NOTES = docData('shipped-model', NOTES);

/** The figures of one split, of each view. */
export function privateTestFigures({ measurements }: Pick<ModelCard, 'measurements'>) {
  const of = ({ scores, calibration }: ModelCard['measurements']['oneView']) => {
    const score = scores.find(
      ({ splits, withoutDuplicates }) => !withoutDuplicates && splits.join() === 'privateTest',
    );
    const error = calibration.find(({ split }) => split === 'privateTest')?.error;
    if (!score || error === undefined)
      throw new Error('Expected a card to have scores on privateTest but found none.');
    return { ...score, calibrationError: error };
  };
  return { oneView: of(measurements.oneView), flipAveraged: of(measurements.flipAveraged) };
}

/** `69.7 to 72.6 %`. */
export const intervalText = ({ low, high }: { low: number; high: number }, digits = 1): string =>
  `${(100 * low).toFixed(digits)} to ${formatPercent(high, digits)}`;

/** How large a bundled model is, and how long it was trained. */
export function trainedText({ model, training }: ModelCard): string {
  const { recipe, epochs, seconds, processor } = training;
  return paragraph(
    `It has ${formatCount(model.parameters)} parameters in ${formatMegabytes(model.bytes)}, and was trained by \`${training.command}\` for ${epochs === recipe.epochs ? epochs : `${epochs} of ${recipe.epochs}`} epochs (${duration(1000 * seconds)} on ${processor.model}, ${processor.cores} cores).`,
  );
}

/** What the bundled model reaches, and how it was trained, from its card. */
export function shippedModelText(card: ModelCard, { notes }: Notes): string {
  const { training, measurements } = card;
  const { oneView, flipAveraged } = privateTestFigures({ measurements });
  const { calibrationError: error } = flipAveraged;
  const met = (isMet: boolean) => (isMet ? 'met' : 'missed');
  const reached = (goal: number) => {
    const missing = goal - flipAveraged.accuracy;
    return missing > 0 ? `missed by ${(100 * missing).toFixed(1)} points` : 'met';
  };
  return [
    paragraph(
      `It classifies **${formatPercent(flipAveraged.accuracy, 2)} of privateTest** correctly, averaged with the mirror image (${formatPercent(oneView.accuracy, 2)} from one view; 95 % interval ${intervalText(flipAveraged.interval)}); the checkpoint was chosen on ${training.chosenOn}. Its calibration error there is ${error.toFixed(3)} with the mirror image, ${oneView.calibrationError.toFixed(3)} without.`,
    ),
    bulletList([
      `Goal ${formatPercent(GOALS.accuracy, 1)}: ${reached(GOALS.accuracy)}.`,
      `Goal of a calibration error of at most ${GOALS.calibrationError}: ${met(error <= GOALS.calibrationError && oneView.calibrationError <= GOALS.calibrationError)}.`,
      `Stretch goal ${formatPercent(GOALS.stretchAccuracy, 1)}: ${reached(GOALS.stretchAccuracy)}.`,
    ]),
    markdownTable(
      measurements.oneView.scores.map(({ splits, withoutDuplicates, n, accuracy, interval, note }, i) => ({
        images: `${splits.length > 1 ? 'both tests' : splits[0]}${withoutDuplicates ? ', without images that also appear in the training set' : ''}`,
        n: formatCount(n),
        'one view': `${formatPercent(accuracy, 2)} (${intervalText(interval)})`,
        'with mirror image': `${formatPercent(measurements.flipAveraged.scores[i].accuracy, 2)} (${intervalText(measurements.flipAveraged.scores[i].interval)})`,
        note,
      })),
    ),
    trainedText(card),
    ...(notes.length ? [bulletList(notes)] : []),
  ].join('\n\n');
}
