import { expectation } from '../errors';
import { epochAxis } from './epoch-axis';
import { createFigure, type Figure } from './figure';
import { PALETTE } from './palette';

/**
 * The learning rate over the course of a training run.
 *
 * @param rates one value per step or per epoch, in order
 * @example await showFigure(learningRateCurve(rates, { unit: 'step' }));
 */
export function learningRateCurve(
  rates: ArrayLike<number>,
  { unit = 'epoch', title = 'Learning rate' }: { unit?: 'epoch' | 'step'; title?: string } = {},
): Figure {
  if (rates.length === 0) throw expectation('the learning rates', { expectation: 'at least one', found: 0 });
  const y = Array.from(rates);
  const highest = Math.max(...y);
  return createFigure({
    title,
    alt: `The learning rate of ${y.length} ${unit}s: from ${y[0].toPrecision(2)}, at most ${highest.toPrecision(2)} at ${unit} ${y.indexOf(highest) + 1}, to ${y[y.length - 1].toPrecision(2)}.`,
    data: [
      {
        type: 'scatter',
        mode: y.length > 40 ? 'lines' : 'lines+markers',
        x: y.map((_, i) => i + 1),
        y,
        line: { color: PALETTE.blue, width: 2 },
        hovertemplate: `${unit} %{x}: %{y:.2e}<extra></extra>`,
      },
    ],
    height: 320,
    layout: {
      xaxis: unit === 'epoch' ? epochAxis(1, y.length) : { title: { text: unit } },
      yaxis: { title: { text: `learning rate (per step)` }, rangemode: 'tozero', exponentformat: 'e' },
    },
  });
}
