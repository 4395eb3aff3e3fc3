import type { CoveragePoint, RiskCoverage } from '../evaluation/risk-coverage';
import { formatCount, formatPercent } from '../format';
import { createFigure, type Figure } from './figure';
import { INK, PALETTE } from './palette';
import { titleOf, type SourceKind } from './titles';

/** The curve's blue, thinned: what an interval is filled with. */
const BAND = 'rgba(0, 114, 178, 0.3)';

/** Points drawn at most: one each half percent of the images is finer than a screen. */
const POINTS = 200;

/** Shares of the images that the text alternative tells of. */
const TOLD = [1, 0.9, 0.75, 0.5, 0.25];

/**
 * The accuracy of the answers that are left when the least confident ones are withheld, with its 95 % interval; beside
 * it the best curve there could be, which withholds every wrong answer before any right one.
 *
 * @example await showFigure(riskCoverageCurve(computeRiskCoverage(tests.labels, probabilities), { split: 'both tests', source }));
 */
export function riskCoverageCurve(
  { points, area, bestArea }: RiskCoverage,
  { split, source }: { split: string; source: SourceKind },
): Figure {
  const all = points[points.length - 1];
  const drawn = thinned(points);
  const x = drawn.map(({ coverage }) => 100 * coverage);
  const best = drawn.map(({ coverage }) => 100 * Math.min(1, all.accuracy / coverage));
  const told = TOLD.map((share) => points.find(({ coverage }) => coverage >= share) ?? all);
  // Of few answers the interval is so wide that the curve would be squeezed.
  const lowest = Math.min(
    ...drawn.filter(({ coverage }) => coverage >= 0.05).map(({ interval }) => interval.low),
  );
  return createFigure({
    title: titleOf(`Accuracy when unsure answers are withheld: AURC ${formatPercent(area)}`, {
      split,
      source,
    }),
    alt: `Right: ${told
      .map(
        ({ accuracy, coverage }) => `${formatPercent(accuracy)} of the surest ${formatPercent(coverage, 0)}`,
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
        name: 'if it knew all its mistakes',
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
            `${formatCount(kept)} answers, each ${formatPercent(threshold, 0)} sure or more`,
        ),
        line: { color: PALETTE.blue, width: 2 },
        hovertemplate: '%{y:.1f} % right of %{x:.0f} % (%{text})<extra></extra>',
      },
    ],
    legend: true,
    layout: {
      xaxis: { title: { text: 'images that get an answer, the surest first (%)' }, range: [0, 101] },
      yaxis: { title: { text: 'answers that are right (%)' }, range: [Math.floor(10 * lowest) * 10, 101] },
    },
  });
}

/** The points nearest to equal steps of coverage, the first and the last among them. */
function thinned(points: readonly CoveragePoint[]): CoveragePoint[] {
  if (points.length <= POINTS) return [...points];
  const n = points[points.length - 1].kept;
  let step = 0;
  return points.filter(({ kept }) => {
    // In whole numbers, so that no step is met twice by rounding.
    if (kept * POINTS < step * n && kept < n) return false;
    step = Math.floor((kept * POINTS) / n) + 1;
    return true;
  });
}
