import { sourceName } from '../dataset/index';
import {
  accuracyCurves,
  confusionHeatmap,
  learningRateCurve,
  lossCurves,
  reliabilityDiagram,
  type Figure,
} from '../plots/index';
import { renderSvg } from '../plots/headless/render-svg';
import type { History } from '../training/index';
import { classesOfCard } from './classes-of-card';
import { CARD_FILES } from './card-files';
import type { Measurements, ModelCard } from './model-card';

/**
 * Renders the card's figures as SVG, by file name: loss, accuracy and learning rate of the
 * training, and the confusion matrix and calibration on privateTest. None shows an image of the
 * data set.
 *
 * @example const { 'loss.svg': loss } = await releaseFigures(card, history);
 */
export async function releaseFigures(card: ModelCard, history: History): Promise<Record<string, string>> {
  const { data, training, measurements } = card;
  const source = sourceName({ kind: data.kind, labeledBy: data.labels });
  const { oneView, asTrained } = measurements;
  const curves = { validation: training.chosenOn, source };
  const diagram = ({ calibration, bins }: Measurements['asTrained'], when: string) => {
    const { error } = calibration.find(({ split }) => split === 'privateTest')!;
    return reliabilityDiagram(
      { bins, expectedCalibrationError: error },
      { split: `privateTest, ${when}`, source },
    );
  };
  const figures: Record<string, Figure> = {
    [CARD_FILES.loss]: lossCurves(history, curves),
    [CARD_FILES.accuracy]: accuracyCurves(history, curves),
    [CARD_FILES.learningRate]: learningRateCurve(history.map(({ learningRate }) => learningRate)),
    [CARD_FILES.confusion]: confusionHeatmap(oneView.classes.privateTest.confusion, {
      split: 'privateTest',
      source,
      classes: classesOfCard(card),
    }),
    [CARD_FILES.before]: diagram(asTrained, 'as trained'),
    [CARD_FILES.after]: diagram(oneView, 'with the temperature'),
  };
  const drawn: Record<string, string> = {};
  for (const [name, figure] of Object.entries(figures)) drawn[name] = await renderSvg(figure);
  return drawn;
}
