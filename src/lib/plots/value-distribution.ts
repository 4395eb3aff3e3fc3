import { SPLITS, type Dataset } from '../dataset/dataset';
import { sourceName } from '../dataset/source-name';
import type { Outliers } from '../statistics/outliers';
import { expectation } from '../errors';
import { formatCount } from '../format';
import { createFigure, type Figure } from './figure';
import { axisNames, classColors, nounFor } from './class-names';
import { INK, SPLIT_COLORS } from './palette';
import { titleOf } from './titles';

/** How images are grouped and their values are binned. */
export interface DistributionOptions {
  /** Whether there is a line per emotion (or other class of the data set) or per split. */
  by?: 'emotion' | 'split';
  /** The number of bins of equal width. */
  bins?: number;
  /**
   * The result of `findOutliers()` for the same values: its fences are drawn, with the number of
   * images beyond them.
   */
  outliers?: Pick<Outliers, 'fences' | 'below' | 'above'>;
}

/** The quantity that the values measure. */
interface Quantity {
  /** `Brightness`. */
  name: string;
  /** A description of a value, with the meaning of both ends. */
  axis: string;
  /** A short name of a value, for the hover text. */
  short: string;
  /** The greatest possible value; the least is 0. */
  greatest: number;
}

/**
 * The distribution of a value: the share of each group's images in every bin, one line per group.
 *
 * @param values `[n]` one per image of the data set
 * @throws ExpectationError when there is not one value per image
 */
export function valueDistribution(
  dataset: Dataset,
  values: ArrayLike<number>,
  { name, axis, short, greatest, by = 'emotion', bins = 32, outliers }: Quantity & DistributionOptions,
): Figure {
  if (values.length !== dataset.labels.length) {
    throw expectation(name.toLowerCase(), {
      expectation: `one value for each of the ${dataset.labels.length} images`,
      found: values.length,
    });
  }
  const groups =
    by === 'emotion'
      ? axisNames(dataset.classes).map((name, k) => ({ name, color: classColors(dataset.classes)[k] }))
      : SPLITS.map((name) => ({ name: name, color: SPLIT_COLORS[name] }));
  const groupOf = (i: number) => (by === 'emotion' ? dataset.labels[i] : SPLITS.indexOf(dataset.splits[i]));
  const counts = groups.map(() => new Array<number>(bins).fill(0));
  const totals = groups.map(() => ({ images: 0, value: 0 }));
  for (let i = 0; i < values.length; i++) {
    const group = groupOf(i);
    counts[group][Math.min(bins - 1, Math.floor((values[i] * bins) / greatest))]++;
    totals[group].images++;
    totals[group].value += values[i];
  }
  const shown = groups
    .map((group, g) => ({ ...group, ...totals[g], bins: counts[g] }))
    .filter(({ images }) => images > 0);
  const fences = outliers ? fencesOf(outliers, greatest) : [];
  return createFigure({
    title: titleOf(`${name} of the images of each ${by === 'emotion' ? nounFor(dataset.classes) : by}`, {
      split: by === 'emotion' ? [...new Set(dataset.splits)].join(', ') : undefined,
      source: sourceName(dataset.source),
    }),
    alt: [
      `${axis.charAt(0).toUpperCase()}${axis.slice(1)}: ${shown
        .map(({ name, images, value }) => `${name} ${(value / images).toFixed(0)}`)
        .join(', ')}.`,
      ...fences.map(({ text }) => `${text}.`),
    ].join(' '),
    data: shown.map(({ name, color, images, bins: own }) => ({
      type: 'scatter',
      mode: 'lines',
      name: `${name} (${formatCount(images)})`,
      x: own.map((_, bin) => ((bin + 0.5) * greatest) / bins),
      y: own.map((count) => (100 * count) / images),
      line: { color, width: 2 },
      hovertemplate: `${short} %{x:.0f}: %{y:.1f} % of the images<extra>%{fullData.name}</extra>`,
    })),
    legend: true,
    layout: {
      xaxis: { title: { text: axis }, range: [0, greatest] },
      yaxis: { title: { text: 'share of images in bin (%)' }, rangemode: 'tozero' },
      shapes: fences.map(({ at }) => ({
        type: 'line',
        ...{ xref: 'x', x0: at, x1: at, yref: 'paper', y0: 0, y1: 1 },
        line: { color: INK, width: 1, dash: 'dash' },
      })),
      annotations: fences.map(({ at, text, anchor }) => ({
        text,
        ...{ xref: 'x', x: at, xanchor: anchor, yref: 'paper', y: 1, yanchor: 'top' },
        showarrow: false,
        font: { size: 12, color: INK },
      })),
    },
  });
}

/** The fences within the range, each with the number of images beyond it. */
function fencesOf({ fences, below, above }: NonNullable<DistributionOptions['outliers']>, greatest: number) {
  const { low, high } = fences;
  return [
    // On the outer side of its line if there is room.
    {
      at: low,
      text: `${formatCount(below)} below ${low.toFixed(0)}`,
      anchor: low > 0.15 * greatest ? 'right' : 'left',
    },
    {
      at: high,
      text: `${formatCount(above)} above ${high.toFixed(0)}`,
      anchor: high < 0.85 * greatest ? 'left' : 'right',
    },
  ].flatMap((fence) =>
    fence.at > 0 && fence.at < greatest ? [{ ...fence, anchor: fence.anchor as 'left' | 'right' }] : [],
  );
}
