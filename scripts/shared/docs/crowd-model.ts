import { VGG13_ACCURACY } from '../../../src/lib/evaluation/index';
import { formatCount, formatPercent } from '../../../src/lib/format';
import { markdownTable } from '../../../src/lib/markdown-table';
import type { ModelCard } from '../../../src/lib/release/index';
import { bulletList, paragraph } from './paragraph';
import { intervalText, NOTES, trainedText, type Notes } from './shipped-model';
import { docData } from './doc-data';

/** What the model of the votes was trained for, by FER+'s protocol. */
const GOALS = { accuracy: 0.85, stretchAccuracy: 0.88 };

/** What has to be said about the model of the votes that its card does not say. */
export const CROWD_NOTES = docData('crowd-model', NOTES);

/** The scores of the model of the votes on privateTest, from one view and with the mirror image. */
export function voteFigures({ measurements }: Pick<ModelCard, 'measurements'>) {
  const [oneView, flipAveraged] = [measurements.oneView.votes, measurements.flipAveraged.votes];
  if (!oneView || !flipAveraged)
    throw new Error(
      'Expected the card of the model of the votes to have scores against them but found none.',
    );
  return { oneView: oneView.privateTest, flipAveraged: flipAveraged.privateTest };
}

/** What the model of the votes reaches, and how it was trained, from its card. */
export function crowdModelText(card: ModelCard, { notes }: Notes): string {
  const { training, measurements } = card;
  const { oneView, flipAveraged } = voteFigures(card);
  const met = (goal: number) => {
    const missing = goal - flipAveraged.paper.accuracy;
    return missing > 0 ? `missed by ${(100 * missing).toFixed(1)} points` : 'met';
  };
  const error = measurements.oneView.calibration.find(({ split }) => split === 'privateTest')!.error;
  const accuracyRow = (score: string, of: 'seven' | 'eight' | 'paper') => ({
    score,
    n: formatCount(oneView[of].n),
    'one view': `${formatPercent(oneView[of].accuracy, 2)} (${intervalText(oneView[of].interval)})`,
    'with mirror image': `${formatPercent(flipAveraged[of].accuracy, 2)} (${intervalText(flipAveraged[of].interval)})`,
  });
  const row = (
    score: string,
    of: 'agreement' | 'crossEntropy' | 'brier',
    show: (value: number) => string,
  ) => ({
    score,
    n: formatCount(oneView.seven.n),
    'one view': show(oneView[of]),
    'with mirror image': show(flipAveraged[of]),
  });
  return [
    paragraph(
      `By FER+'s own protocol it names the majority for **${formatPercent(flipAveraged.paper.accuracy, 2)} of privateTest**, averaged with the mirror image (${formatPercent(oneView.paper.accuracy, 2)} from one view); VGG13, trained on the votes from scratch, has ${formatPercent(VGG13_ACCURACY, 2)} in the paper. The checkpoint was chosen on ${training.chosenOn}, by the majority of the votes.`,
    ),
    bulletList([
      `Goal ${formatPercent(GOALS.accuracy, 0)}: ${met(GOALS.accuracy)}.`,
      `Stretch goal ${formatPercent(GOALS.stretchAccuracy, 0)}: ${met(GOALS.stretchAccuracy)}.`,
    ]),
    markdownTable([
      accuracyRow('accuracy on the majority, seven emotions', 'seven'),
      accuracyRow('the same with contempt, which it cannot name', 'eight'),
      accuracyRow("accuracy by FER+'s protocol, with contempt", 'paper'),
      row('agreement with a random annotator', 'agreement', (value) => formatPercent(value, 2)),
      row('cross-entropy with the votes, in nats', 'crossEntropy', (value) => value.toFixed(3)),
      row('Brier score against the votes', 'brier', (value) => value.toFixed(3)),
    ]),
    bulletList([
      `Two random annotators agree on ${formatPercent(oneView.voterAgreement)} of these images, and the majority with a random annotator on ${formatPercent(oneView.majorityAgreement)}: nobody can agree more often.`,
      `The votes' own entropy, the lowest possible cross-entropy, is ${oneView.voteEntropy.toFixed(3)}.`,
      `Its calibration error, against the shares of the votes, is ${error.toFixed(3)} from one view: where it gives an emotion 70 %, about seven in ten people see it.`,
    ]),
    trainedText(card),
    ...(notes.length ? [bulletList(notes)] : []),
  ].join('\n\n');
}
