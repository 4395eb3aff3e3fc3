import type { SourceName } from '../dataset/source-name';
import { EMOTIONS } from '../emotions';
import { formatCount, formatPercent } from '../format';
import { expectation } from '../errors';
import { axisNames, nounFor } from './class-names';
import { createFigure, type Figure } from './figure';
import { SEQUENTIAL } from './palette';
import { titleOf } from './titles';

/**
 * The side of a cell in pixels by the number of classes, and the size of its text: up to 7 classes
 * they fill the figure; more than 20 leave no room for counts, and more than 40 none for text.
 */
const CELLS: readonly { most: number; cell?: number; fontSize?: number }[] = [
  { most: 7, fontSize: 12 },
  { most: 20, cell: 54, fontSize: 11 },
  { most: 40, cell: 34, fontSize: 10 },
  { most: Infinity, cell: 18 },
];

/**
 * A confusion matrix: true classes in rows, predicted ones in columns; each cell shows its count
 * and its share of the row; the higher the share, the darker the cell.
 *
 * @param matrix `[classes][classes]` counts in the order of the labels
 * @param options
 * @param options.classes the names of the classes, in the order of the labels
 * @throws ExpectationError when there are other numbers of rows or columns than classes
 * @example
 * await showFigure(
 *   confusionHeatmap(matrix, { split: 'privateTest', source: sourceName(dataset.source) }),
 * );
 */
export function confusionHeatmap(
  matrix: readonly (readonly number[])[],
  { split, source, classes = EMOTIONS }: { split: string; source: SourceName; classes?: readonly string[] },
): Figure {
  const count = classes.length;
  if (matrix.length !== count || matrix.some(({ length }) => length !== count))
    throw expectation('the confusion matrix', {
      expectation: `of ${count} rows and columns, for ${classes.join(', ')},`,
      found: `${matrix.length} rows of ${[...new Set(matrix.map(({ length }) => length))].join(', ')}`,
      advice: 'Pass the names: { classes: dataset.classes }.',
    });
  const [names, noun] = [axisNames(classes), nounFor(classes)];
  const { cell, fontSize } = CELLS.find(({ most }) => count <= most)!;
  const more =
    cell === undefined
      ? { width: 0, height: 0 }
      : { width: count * cell - 7 * 84, height: count * cell - 7 * 66 };
  const totals = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const shares = matrix.map((row, label) =>
    row.map((count) => (totals[label] === 0 ? 0 : count / totals[label])),
  );
  const cells =
    fontSize === undefined ? [] : names.flatMap((_, row) => names.map((__, column) => ({ row, column })));
  const share = (value: number) => (value > 0 || count <= CELLS[1].most ? formatPercent(value, 0) : '');
  return createFigure({
    title: titleOf('Confusion matrix', { split, source }),
    alt: `Of each ${noun}'s images, classified correctly: ${classes
      .map((emotion, label) => {
        const right = `${formatPercent(shares[label][label], 0)} of ${formatCount(totals[label])}`;
        const wrong = shares[label].map((share, k) => (k === label ? -1 : share));
        const most = wrong.indexOf(Math.max(...wrong));
        return `${emotion} ${right}${wrong[most] > 0 ? ` (most often confused with ${classes[most]})` : ''}`;
      })
      .join(', ')}.`,
    data: [
      {
        type: 'heatmap',
        x: names,
        y: names,
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
        x: cells.map(({ column }) => names[column]),
        y: cells.map(({ row }) => names[row]),
        text: cells.map(({ row, column }) =>
          count <= CELLS[1].most
            ? `${formatCount(matrix[row][column])}<br>${share(shares[row][column])}`
            : share(shares[row][column]),
        ),
        textfont: {
          size: fontSize ?? 12,
          // Black or white, whichever stands out more from the cell (see SEQUENTIAL).
          color: cells.map(({ row, column }) => (shares[row][column] > 0.65 ? '#FFFFFF' : '#222222')),
        },
        hoverinfo: 'skip',
        showlegend: false,
      },
    ],
    width: 720 + more.width,
    height: 600 + more.height,
    layout: {
      margin: { l: 110 },
      xaxis: { type: 'category', title: { text: `predicted ${noun}` }, showgrid: false, zeroline: false },
      yaxis: {
        type: 'category',
        title: { text: `true ${noun}` },
        autorange: 'reversed',
        showgrid: false,
        zeroline: false,
      },
    },
  });
}
