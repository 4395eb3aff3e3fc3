import type { LabelAgreement } from '../evaluation/label-agreement';
import { formatCount, formatPercent } from '../format';
import { createFigure, type Figure } from './figure';
import { PALETTE } from './palette';
import { titleOf } from './titles';

/**
 * A bar chart of how often FER-2013's labels are what FER+'s annotators say, by label and for all
 * images: how often the majority says it, with the 95 % interval, and how often a single annotator
 * does.
 *
 * @example
 * await showFigure(labelAgreementBars(await measuredAgreement(), { split: 'privateTest' }));
 */
export function labelAgreementBars(
  { emotions, seven, agreement }: LabelAgreement,
  { split }: { split?: string } = {},
): Figure {
  const rows = [...emotions, { emotion: 'all', ...seven, agreement }];
  const bars = {
    type: 'bar',
    x: rows.map(({ emotion, n }) => `${emotion}<br>(${formatCount(n)})`),
    hovertemplate: '%{y:.1f} %<extra>%{fullData.name}</extra>',
    // At the start of the bar, clear of the whisker.
    textposition: 'inside',
    ...{ insidetextanchor: 'start' },
    textfont: { size: 10, color: '#FFFFFF' },
  } as const;
  return createFigure({
    title: titleOf("FER-2013's labels, as ten annotators see the images (FER+)", { split }),
    alt: rows
      .map(
        (row) =>
          `${row.emotion}: the majority says the label for ${formatPercent(row.accuracy)} of ${formatCount(row.n)} images, a single annotator in ${formatPercent(row.agreement)} of the cases.`,
      )
      .join(' '),
    data: [
      {
        ...bars,
        name: 'the majority says the label',
        y: rows.map(({ accuracy }) => 100 * accuracy),
        text: rows.map(({ accuracy }) => (100 * accuracy).toFixed(0)),
        marker: { color: PALETTE.blue },
        error_y: {
          type: 'data',
          symmetric: false,
          array: rows.map(({ accuracy, interval }) => 100 * (interval.high - accuracy)),
          arrayminus: rows.map(({ accuracy, interval }) => 100 * (accuracy - interval.low)),
          color: PALETTE.orange,
          thickness: 2,
          width: 4,
        },
      },
      {
        ...bars,
        name: 'a single annotator says the label',
        y: rows.map((row) => 100 * row.agreement),
        text: rows.map((row) => (100 * row.agreement).toFixed(0)),
        marker: { color: PALETTE.green },
      },
    ],
    legend: true,
    width: 860,
    layout: {
      barmode: 'group',
      bargap: 0.2,
      xaxis: { title: { text: 'label in FER-2013 (images on which the annotators have a majority)' } },
      yaxis: { title: { text: 'share (%), whiskers: 95 % interval' }, range: [0, 105], dtick: 20 },
    },
  });
}
