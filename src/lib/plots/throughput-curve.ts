import type { SourceName } from '../dataset/source-name';
import { expectation } from '../errors';
import { epochAxis } from './epoch-axis';
import { createFigure, type Figure } from './figure';
import { PALETTE } from './palette';
import { titleOf } from './titles';

/** The speed of one epoch. */
export interface EpochSpeed {
  readonly epoch: number;
  /** Of training only. */
  readonly imagesPerSecond: number;
  /** Of the whole epoch, validation included. */
  readonly seconds: number;
}

/**
 * A bar chart of the training throughput of each epoch in images per second. A dip means that the
 * machine was busy with other work.
 *
 * @throws ExpectationError when there is no epoch yet
 * @example await showFigure(throughputCurve(history, { source: 'FER-2013' }));
 */
export function throughputCurve(
  history: readonly EpochSpeed[],
  { source }: { source?: SourceName } = {},
): Figure {
  if (history.length === 0) throw expectation('the history', { expectation: 'at least one epoch', found: 0 });
  const speeds = history.map(({ imagesPerSecond }) => imagesPerSecond);
  const minutes = history.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  const [slowest, fastest] = [Math.min(...speeds), Math.max(...speeds)].map((speed) => speed.toFixed(0));
  return createFigure({
    title: titleOf(`Training speed, ${minutes.toFixed(1)} minutes in total`, { split: 'train', source }),
    alt: `Images per second in ${history.length} epochs: ${slowest} to ${fastest}; ${minutes.toFixed(1)} minutes in total.`,
    data: [
      {
        type: 'bar',
        x: history.map(({ epoch }) => epoch),
        y: speeds,
        marker: { color: PALETTE.blue },
        customdata: history.map(({ seconds }) => seconds),
        hovertemplate: 'epoch %{x}: %{y:.0f} images/s, %{customdata:.1f} s with validation<extra></extra>',
      },
    ],
    height: 300,
    layout: {
      xaxis: epochAxis(history[0].epoch, history[history.length - 1].epoch),
      yaxis: { title: { text: 'images per second' }, rangemode: 'tozero' },
    },
  });
}
