import type { SourceName } from '../dataset/source-name';
import { EMOTIONS } from '../emotions';
import { formatCount, formatPercent } from '../format';
import { createFigure, type Figure } from './figure';
import { SEQUENTIAL } from './palette';
import { titleOf } from './titles';

/**
 * A confusion matrix: true emotions in rows, predicted ones in columns; each cell shows its count
 * and its share of the row; the higher the share, the darker the cell.
 *
 * @param matrix `[7][7]` counts in the order of `EMOTIONS`
 * @example
 * await showFigure(
 *   confusionHeatmap(matrix, { split: 'privateTest', source: sourceName(dataset.source) }),
 * );
 */
export function confusionHeatmap(
  matrix: readonly (readonly number[])[],
  { split, source }: { split: string; source: SourceName },
): Figure {
  const totals = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const shares = matrix.map((row, label) =>
    row.map((count) => (totals[label] === 0 ? 0 : count / totals[label])),
  );
  const cells = EMOTIONS.flatMap((_, row) => EMOTIONS.map((__, column) => ({ row, column })));
  return createFigure({
    title: titleOf('Confusion matrix', { split, source }),
    alt: `Of each emotion's images, classified correctly: ${EMOTIONS.map((emotion, label) => {
      const right = `${formatPercent(shares[label][label], 0)} of ${formatCount(totals[label])}`;
      const wrong = shares[label].map((share, k) => (k === label ? -1 : share));
      const most = wrong.indexOf(Math.max(...wrong));
      return `${emotion} ${right}${wrong[most] > 0 ? ` (most often confused with ${EMOTIONS[most]})` : ''}`;
    }).join(', ')}.`,
    data: [
      {
        type: 'heatmap',
        x: [...EMOTIONS],
        y: [...EMOTIONS],
        z: shares.map((row) => row.map((share) => 100 * share)),
        zmin: 0,
        zmax: 100,
        colorscale: SEQUENTIAL,
        xgap: 2,
        ygap: 2,
        showscale: false,
        hovertemplate: '%{y} predicted as %{x}: %{z:.1f} % of the row<extra></extra>',
      },
      {
        type: 'scatter',
        mode: 'text',
        x: cells.map(({ column }) => EMOTIONS[column]),
        y: cells.map(({ row }) => EMOTIONS[row]),
        text: cells.map(
          ({ row, column }) =>
            `${formatCount(matrix[row][column])}<br>${formatPercent(shares[row][column], 0)}`,
        ),
        textfont: {
          size: 12,
          // Black or white, whichever stands out more from the cell (see SEQUENTIAL).
          color: cells.map(({ row, column }) => (shares[row][column] > 0.65 ? '#FFFFFF' : '#222222')),
        },
        hoverinfo: 'skip',
        showlegend: false,
      },
    ],
    width: 720,
    height: 600,
    layout: {
      margin: { l: 110 },
      xaxis: { title: { text: 'predicted emotion' }, showgrid: false, zeroline: false },
      yaxis: { title: { text: 'true emotion' }, autorange: 'reversed', showgrid: false, zeroline: false },
    },
  });
}
