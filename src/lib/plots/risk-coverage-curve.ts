import type { SourceName } from '../dataset/source-name';
import type { CoveragePoint, RiskCoverage } from '../evaluation/risk-coverage';
import { formatCount, formatPercent } from '../format';
import { createFigure, type Figure } from './figure';
import { INK, PALETTE } from './palette';
import { titleOf } from './titles';

/** The curve's blue, translucent: the fill of the interval. */
const BAND = 'rgba(0, 114, 178, 0.3)';

/** The most points drawn: one every half percent of the images is finer than a screen. */
const POINTS = 200;

/** The coverages that the alternative text describes. */
const DESCRIBED = [1, 0.9, 0.75, 0.5, 0.25];

/**
 * The accuracy of the remaining predictions when the least confident ones are withheld, with its 95
 * % interval, and the best possible curve, which withholds every wrong prediction before any
 * correct one.
 *
 * @example
 * await showFigure(
 *   riskCoverageCurve(computeRiskCoverage(tests.labels, probabilities), {
 *     split: 'both tests',
 *     source,
 *   }),
 * );
 */
export function riskCoverageCurve(
  { points, area, bestArea }: RiskCoverage,
  { split, source }: { split: string; source: SourceName },
): Figure {
  const all = points[points.length - 1];
  const drawn = thinned(points);
  const x = drawn.map(({ coverage }) => 100 * coverage);
  const best = drawn.map(({ coverage }) => 100 * Math.min(1, all.accuracy / coverage));
  const described = DESCRIBED.map((share) => points.find(({ coverage }) => coverage >= share) ?? all);
  // The interval of few predictions is so wide that it would compress the curve.
  const lowest = Math.min(
    ...drawn.filter(({ coverage }) => coverage >= 0.05).map(({ interval }) => interval.low),
  );
  return createFigure({
    title: titleOf(`Accuracy when uncertain predictions are withheld: AURC ${formatPercent(area)}`, {
      split,
      source,
    }),
    alt: `Accuracy: ${described
      .map(
        ({ accuracy, coverage }) =>
          `${formatPercent(accuracy)} of the most confident ${formatPercent(coverage, 0)}`,
      )
      .join(
        ', ',
      )}. Area under the risk-coverage curve (AURC) ${formatPercent(area)}, at best ${formatPercent(bestArea)}.`,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        name: '95 % interval',
        x: [...x, ...[...x].reverse()],
        y: [
          ...drawn.map(({ interval }) => 100 * interval.high),
          ...drawn.map(({ interval }) => 100 * interval.low).reverse(),
        ],
        fill: 'toself',
        fillcolor: BAND,
        line: { width: 0, color: BAND },
        hoverinfo: 'skip',
      },
      {
        type: 'scatter',
        mode: 'lines',
        name: 'best possible',
        x,
        y: best,
        line: { color: INK, width: 1, dash: 'dash' },
        hoverinfo: 'skip',
      },
      {
        type: 'scatter',
        mode: 'lines',
        name: 'the model',
        x,
        y: drawn.map(({ accuracy }) => 100 * accuracy),
        text: drawn.map(
          ({ kept, threshold }) =>
            `${formatCount(kept)} predictions with a confidence of at least ${formatPercent(threshold, 0)}`,
        ),
        line: { color: PALETTE.blue, width: 2 },
        hovertemplate: 'accuracy %{y:.1f} % at coverage %{x:.0f} % (%{text})<extra></extra>',
      },
    ],
    legend: true,
    layout: {
      xaxis: { title: { text: 'coverage (% of images, most confident first)' }, range: [0, 101] },
      yaxis: {
        title: { text: 'accuracy of their predictions (%)' },
        range: [Math.floor(10 * lowest) * 10, 101],
      },
    },
  });
}

/** The points nearest to equal steps of coverage, the first and the last among them. */
function thinned(points: readonly CoveragePoint[]): CoveragePoint[] {
  if (points.length <= POINTS) return [...points];
  const n = points[points.length - 1].kept;
  let step = 0;
  return points.filter(({ kept }) => {
    // In integers, so that rounding does not select two points for a step.
    if (kept * POINTS < step * n && kept < n) return false;
    step = Math.floor((kept * POINTS) / n) + 1;
    return true;
  });
}
