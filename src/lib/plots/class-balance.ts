import { SPLITS, type Split } from '../dataset/dataset';
import type { SourceName } from '../dataset/source-name';
import { EMOTIONS } from '../emotions';
import { formatCount } from '../format';
import { axisNames, nounFor } from './class-names';
import { createFigure, type Figure } from './figure';
import { barWidth } from './bar-width';
import { SPLIT_COLORS } from './palette';
import { titleOf } from './titles';

/**
 * A bar chart of the number of images of each class in each split.
 *
 * @param counts a count of each class per split, in the order of the labels; splits without images
 *   are omitted
 * @param options
 * @param options.classes the classes' names, in the order of the labels
 * @example
 * await showFigure(
 *   classBalance(countByClass(dataset), { source: sourceName(dataset.source) }),
 * );
 */
export function classBalance(
  counts: Partial<Record<Split, readonly number[]>>,
  { source, classes = EMOTIONS }: { source?: SourceName; classes?: readonly string[] } = {},
): Figure {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const shown = SPLITS.flatMap((split) => {
    const own = counts[split];
    return own && sum(own) > 0 ? [{ split, own }] : [];
  });
  const [names, noun] = [axisNames(classes), nounFor(classes)];
  return createFigure({
    title: titleOf(`Images of each ${noun}`, { source }),
    alt: shown
      .map(({ split, own }) => {
        const each = own.map((count, label) => `${classes[label]} ${formatCount(count)}`).join(', ');
        return `${split}: ${formatCount(sum(own))} images (${each}).`;
      })
      .join(' '),
    data: shown.map(({ split, own }) => ({
      type: 'bar',
      name: `${split} (${formatCount(sum(own))})`,
      x: names,
      y: [...own],
      text: own.map(formatCount),
      textposition: 'outside',
      textfont: { size: 10 },
      cliponaxis: false,
      marker: { color: SPLIT_COLORS[split] },
      hovertemplate: '%{x}: %{y:,} images<extra>%{fullData.name}</extra>',
    })),
    legend: true,
    width: barWidth(classes),
    layout: {
      barmode: 'group',
      bargap: 0.15,
      xaxis: { type: 'category', title: { text: noun } },
      yaxis: { title: { text: 'images' }, tickformat: ',d' },
    },
  });
}
