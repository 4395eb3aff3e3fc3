import { epochAxis } from './epoch-axis';
import { createFigure, type Figure } from './figure';
import { titleOf } from './titles';
import { accuracyCurves, lossCurves, type CurveOptions, type EpochScores } from './training-curves';

/**
 * Loss and accuracy side by side, for a training run in progress.
 *
 * @param options
 * @param options.epochs the total number of epochs, which sets the range of the axis
 * @throws ExpectationError when there is no epoch yet
 * @example
 * await showFigure(
 *   trainingPanels(history, { epochs: 15, validation: 'publicTest', source: 'FER-2013' }),
 * );
 */
export function trainingPanels(
  history: readonly EpochScores[],
  { validation = 'validation', source, epochs = history.length }: CurveOptions & { epochs?: number } = {},
): Figure {
  const loss = lossCurves(history, { validation, source });
  const accuracy = accuracyCurves(history, { validation, source });
  const across = epochAxis(history[0].epoch, Math.max(epochs, history[history.length - 1].epoch), {
    ticks: 10,
  });
  const second: object = { xaxis: 'x2', yaxis: 'y2', showlegend: false };
  return createFigure({
    title: titleOf('Loss and accuracy by epoch', { split: `train and ${validation}`, source }),
    alt: `${loss.alt} ${accuracy.alt}`,
    // The best epoch is not in the legend: a legend that changes would move the panels.
    data: [
      ...loss.data.map((trace, i) => ({ ...trace, showlegend: i < 2 })),
      ...accuracy.data.map((trace) => ({ ...trace, ...second })),
    ],
    height: 320,
    legend: true,
    layout: {
      xaxis: { ...across, domain: [0, 0.44] },
      xaxis2: { ...across, domain: [0.56, 1], anchor: 'y2' },
      yaxis: loss.layout.yaxis,
      yaxis2: { ...accuracy.layout.yaxis, anchor: 'x2' },
    },
  });
}
