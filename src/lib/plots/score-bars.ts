import { sourceName } from '../dataset/source-name';
import type { SplitScore } from '../evaluation/score-splits';
import { formatPercent } from '../format';
import { createFigure, type Figure } from './figure';
import { PALETTE } from './palette';
import { textWidth } from './text-width';
import { titleOf } from './titles';
import { plotlyText, wrapText } from './wrap-text';

const LABEL_SIZE = 12;

/**
 * A bar chart of the accuracy on each split with its 95 % interval. Optimistic scores are paler and
 * labelled as such.
 *
 * @example
 * await showFigure(scoreBars(scoreSplits(tests, probabilities, { chosenOn: 'publicTest' })));
 */
export function scoreBars(scores: readonly SplitScore[]): Figure {
  const places = scores.map(({ split, optimistic }) =>
    wrapText(`${split}${optimistic ? ' – optimistic' : ''}`, { width: 250, fontSize: LABEL_SIZE }),
  );
  // The title begins where the bars do and is wrapped to what is left of the width.
  const left = 16 + Math.max(48, ...places.flat().map((line) => textWidth(line, LABEL_SIZE)));
  const lowest = Math.min(...scores.map(({ interval }) => interval.low));
  return createFigure({
    title: titleOf(`Accuracy, checkpoint chosen on: ${scores[0]?.chosenOn ?? 'nothing'}`, {
      source: scores[0] && sourceName({ kind: scores[0].source, labeledBy: scores[0].labels }),
    }),
    alt: scores
      .map(
        ({ split, accuracy, interval, note }) =>
          `${split}: ${formatPercent(accuracy)} (95 % interval ${formatPercent(interval.low)} to ${formatPercent(interval.high)}). ${note}`,
      )
      .join(' '),
    data: [
      {
        type: 'bar',
        orientation: 'h',
        y: places.map(plotlyText),
        x: scores.map(({ accuracy }) => 100 * accuracy),
        text: scores.map(({ accuracy }) => formatPercent(accuracy)),
        textposition: 'inside',
        // At the start of the bar, clear of the whisker.
        ...{ insidetextanchor: 'start' },
        textfont: { size: 12, color: '#FFFFFF' },
        marker: { color: PALETTE.blue, opacity: scores.map(({ optimistic }) => (optimistic ? 0.6 : 1)) },
        error_x: {
          type: 'data',
          symmetric: false,
          array: scores.map(({ accuracy, interval }) => 100 * (interval.high - accuracy)),
          arrayminus: scores.map(({ accuracy, interval }) => 100 * (accuracy - interval.low)),
          color: PALETTE.orange,
          thickness: 2,
          width: 5,
        },
        hovertemplate: '%{x:.1f} %<extra></extra>',
      },
    ],
    height: 150 + 46 * scores.length,
    layout: {
      margin: { l: left },
      xaxis: {
        title: { text: 'accuracy (%), whiskers: 95 % interval' },
        range: [0, lowest > 0.9 ? 101 : 100],
      },
      yaxis: { autorange: 'reversed', tickfont: { size: LABEL_SIZE } },
    },
  });
}
