import { SPLITS, type Split } from '../dataset/dataset';
import type { SourceName } from '../dataset/source-name';
import { EMOTIONS } from '../emotions';
import { formatCount } from '../format';
import { createFigure, type Figure } from './figure';
import { SPLIT_COLORS } from './palette';
import { titleOf } from './titles';

/**
 * A bar chart of the number of images of each emotion in each split.
 *
 * @param counts seven counts per split, in the order of `EMOTIONS`; splits without images are
 *   omitted
 * @example
 * await showFigure(
 *   classBalance(countByClass(dataset), { source: sourceName(dataset.source) }),
 * );
 */
export function classBalance(
  counts: Partial<Record<Split, readonly number[]>>,
  { source }: { source?: SourceName } = {},
): Figure {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const shown = SPLITS.flatMap((split) => {
    const own = counts[split];
    return own && sum(own) > 0 ? [{ split, own }] : [];
  });
  return createFigure({
    title: titleOf('Images of each emotion', { source }),
    alt: shown
      .map(({ split, own }) => {
        const each = own.map((count, label) => `${EMOTIONS[label]} ${formatCount(count)}`).join(', ');
        return `${split}: ${formatCount(sum(own))} images (${each}).`;
      })
      .join(' '),
    data: shown.map(({ split, own }) => ({
      type: 'bar',
      name: `${split} (${formatCount(sum(own))})`,
      x: [...EMOTIONS],
      y: [...own],
      text: own.map(formatCount),
      textposition: 'outside',
      textfont: { size: 10 },
      cliponaxis: false,
      marker: { color: SPLIT_COLORS[split] },
      hovertemplate: '%{x}: %{y:,} images<extra>%{fullData.name}</extra>',
    })),
    legend: true,
    width: 860,
    layout: {
      barmode: 'group',
      bargap: 0.15,
      xaxis: { title: { text: 'emotion' } },
      yaxis: { title: { text: 'images' }, tickformat: ',d' },
    },
  });
}
