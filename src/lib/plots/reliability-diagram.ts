import type { SourceName } from '../dataset/source-name';
import type { Calibration } from '../evaluation/calibration';
import { formatCount, formatPercent } from '../format';
import { createFigure, type Figure } from './figure';
import { INK, PALETTE } from './palette';
import { titleOf } from './titles';

/**
 * A model's accuracy against its confidence; on the dashed line it is perfectly calibrated.
 *
 * @example
 * await showFigure(
 *   reliabilityDiagram(calibrationCurve(tests.labels, probabilities), {
 *     split: 'both tests',
 *     source,
 *   }),
 * );
 */
export function reliabilityDiagram(
  { bins, expectedCalibrationError }: Calibration,
  { split, source }: { split: string; source: SourceName },
): Figure {
  const filled = bins.filter(({ count }) => count > 0);
  const error = formatPercent(expectedCalibrationError);
  return createFigure({
    title: titleOf(`Calibration: off by ${error} on average`, { split, source }),
    alt: `Expected calibration error ${error}. Accuracy at each confidence: ${filled
      .map(({ confidence, accuracy }) => `${formatPercent(accuracy, 0)} at ${formatPercent(confidence, 0)}`)
      .join(', ')}.`,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        name: 'perfect calibration',
        x: [0, 100],
        y: [0, 100],
        line: { color: INK, width: 1, dash: 'dash' },
        hoverinfo: 'skip',
      },
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: 'the model',
        x: filled.map(({ confidence }) => 100 * confidence),
        y: filled.map(({ accuracy }) => 100 * accuracy),
        text: filled.map(({ count }) => `${formatCount(count)} images`),
        line: { color: PALETTE.blue, width: 2 },
        hovertemplate: 'confidence %{x:.0f} %, accuracy %{y:.0f} % (%{text})<extra></extra>',
      },
    ],
    legend: true,
    width: 560,
    height: 500,
    layout: {
      xaxis: { title: { text: 'confidence (%)' }, range: [0, 101] },
      yaxis: { title: { text: 'accuracy (%)' }, range: [0, 101] },
    },
  });
}
