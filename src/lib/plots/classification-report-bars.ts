import type { SourceName } from '../dataset/source-name';
import type { ClassificationMetrics } from '../evaluation/classification-report';
import { formatCount, formatPercent } from '../format';
import { barWidth } from './bar-width';
import { axisNames, nounFor } from './class-names';
import { createFigure, type Figure } from './figure';
import { PALETTE } from './palette';
import { titleOf } from './titles';

/**
 * A bar chart of the precision, recall and F1 of each class.
 *
 * @example
 * await showFigure(
 *   classificationReportBars(report, { split: 'privateTest', source: sourceName(dataset.source) }),
 * );
 */
export function classificationReportBars(
  report: Pick<ClassificationMetrics, 'classes' | 'macro'>,
  { split, source }: { split: string; source: SourceName },
): Figure {
  const classes = report.classes.map(({ emotion }) => emotion);
  const noun = nounFor(classes);
  const scores = [
    { key: 'precision', name: 'precision (of those predicted, the share correct)', color: PALETTE.skyBlue },
    { key: 'recall', name: 'recall (of those labelled, the share found)', color: PALETTE.orange },
    { key: 'f1', name: 'F1', color: PALETTE.green },
  ] as const;
  return createFigure({
    title: titleOf(`Scores of each ${noun}`, { split, source }),
    alt: `F1: ${report.classes.map(({ emotion, f1 }) => `${emotion} ${formatPercent(f1)}`).join(', ')}; mean ${formatPercent(report.macro.f1)}.`,
    data: scores.map(({ key, name, color }) => ({
      type: 'bar',
      name,
      x: axisNames(classes).map((emotion, k) => `${emotion}<br>(${formatCount(report.classes[k].support)})`),
      y: report.classes.map((row) => 100 * row[key]),
      text: report.classes.map((row) => (100 * row[key]).toFixed(0)),
      textposition: 'outside',
      textfont: { size: 10 },
      cliponaxis: false,
      marker: { color },
      hovertemplate: '%{y:.1f} %<extra>%{fullData.name}</extra>',
    })),
    legend: true,
    width: barWidth(classes),
    layout: {
      barmode: 'group',
      bargap: 0.2,
      xaxis: { type: 'category', title: { text: `${noun} (images)` } },
      yaxis: { title: { text: 'score (%)' }, range: [0, 105], dtick: 20 },
    },
  });
}
