import type { SourceName } from '../dataset/source-name';
import { expectation } from '../errors';
import { formatPercent } from '../format';
import { createFigure, type Figure } from './figure';
import { INK, PALETTE } from './palette';
import { titleOf } from './titles';

/** The accuracy on crops of one size, as `scoreCropScales` measures it. */
export interface ScaleAccuracy {
  /** The crop's side, in sides of FER-2013's cut. */
  readonly scale: number;
  /** 0 to 1. */
  readonly accuracy: number;
  /** Its 95 % interval. */
  readonly interval: { readonly low: number; readonly high: number };
}

/**
 * The accuracy of a model on crops of different sizes, with its 95 % intervals. A line marks the
 * size of FER-2013's own crops.
 *
 * @throws ExpectationError when there is no size
 * @example
 * await showFigure(cropScaleCurve(await scoreCropScales(model, found, [0.8, 1, 1.5]), { source }));
 */
export function cropScaleCurve(
  scores: readonly ScaleAccuracy[],
  { split, source }: { split?: string; source?: SourceName } = {},
): Figure {
  if (scores.length === 0) throw expectation('scores', { expectation: 'at least one', found: 0 });
  const percents = (read: (score: ScaleAccuracy) => number) => scores.map((score) => 100 * read(score));
  const highest = Math.max(...scores.map(({ interval }) => interval.high));
  return createFigure({
    title: titleOf('Accuracy against the size of the crop', { split, source }),
    alt: `Accuracy by the side of the crop, in sides of FER-2013's cut: ${scores
      .map(({ scale, accuracy }) => `${scale}: ${formatPercent(accuracy)}`)
      .join(', ')}.`,
    data: [
      {
        type: 'scatter',
        mode: 'lines+markers',
        x: scores.map(({ scale }) => scale),
        y: percents(({ accuracy }) => accuracy),
        error_y: {
          type: 'data',
          symmetric: false,
          array: percents(({ interval, accuracy }) => interval.high - accuracy),
          arrayminus: percents(({ interval, accuracy }) => accuracy - interval.low),
          color: PALETTE.blue,
          thickness: 1.5,
          width: 4,
        },
        line: { color: PALETTE.blue, width: 2 },
        hovertemplate: '%{x}: %{y:.1f} %<extra></extra>',
      },
    ],
    height: 360,
    layout: {
      xaxis: { title: { text: "side of the crop, in sides of FER-2013's cut" }, zeroline: false },
      yaxis: {
        title: { text: 'accuracy (%), whiskers: 95 % interval' },
        range: [0, Math.min(101, 100 * highest + 5)],
      },
      shapes: [
        {
          type: 'line',
          xref: 'x',
          yref: 'paper',
          ...{ x0: 1, x1: 1, y0: 0, y1: 1 },
          line: { color: INK, width: 1, dash: 'dash' },
        },
      ],
    },
  });
}
