import { SPLITS, type Dataset } from '../dataset/dataset';
import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import { createFigure, type Figure } from './figure';
import { EMOTION_COLORS, SPLIT_COLORS } from './palette';
import { formatCount, titleOf } from './titles';

/**
 * How bright the images are: the share of each group's images in every bin of mean gray value.
 *
 * @param brightness `[n]` the mean gray value of each image of the data set, 0 (black) to 255 (white)
 * @param options.by whether the lines are emotions or splits
 * @throws {ExpectationError} when there is not one value an image
 * @example await show(brightnessDistribution(dataset, brightness(dataset), { by: 'split' }));
 */
export function brightnessDistribution(
  dataset: Dataset,
  brightness: ArrayLike<number>,
  { by = 'emotion', bins = 32 }: { by?: 'emotion' | 'split'; bins?: number } = {},
): Figure {
  if (brightness.length !== dataset.labels.length) {
    throw expectation('brightness', {
      expectation: `one value for each of the ${dataset.labels.length} images`,
      found: brightness.length,
    });
  }
  const groups =
    by === 'emotion'
      ? EMOTIONS.map((name, k) => ({ name: name, color: EMOTION_COLORS[k] }))
      : SPLITS.map((name) => ({ name: name, color: SPLIT_COLORS[name] }));
  const groupOf = (i: number) => (by === 'emotion' ? dataset.labels[i] : SPLITS.indexOf(dataset.splits[i]));
  const counts = groups.map(() => new Array<number>(bins).fill(0));
  const totals = groups.map(() => ({ images: 0, brightness: 0 }));
  for (let i = 0; i < brightness.length; i++) {
    const group = groupOf(i);
    counts[group][Math.min(bins - 1, Math.floor((brightness[i] * bins) / 256))]++;
    totals[group].images++;
    totals[group].brightness += brightness[i];
  }
  const shown = groups
    .map((group, g) => ({ ...group, ...totals[g], bins: counts[g] }))
    .filter(({ images }) => images > 0);
  return createFigure({
    title: titleOf(`Brightness of the images of each ${by}`, {
      split: by === 'emotion' ? [...new Set(dataset.splits)].join(', ') : undefined,
      source: dataset.source.kind,
    }),
    alt: `Mean gray value (0 black, 255 white): ${shown
      .map(({ name, images, brightness: sum }) => `${name} ${(sum / images).toFixed(0)}`)
      .join(', ')}.`,
    data: shown.map(({ name, color, images, bins: own }) => ({
      type: 'scatter',
      mode: 'lines',
      name: `${name} (${formatCount(images)})`,
      x: own.map((_, bin) => ((bin + 0.5) * 256) / bins),
      y: own.map((count) => (100 * count) / images),
      line: { color, width: 2 },
      hovertemplate: 'mean gray %{x:.0f}: %{y:.1f} % of the images<extra>%{fullData.name}</extra>',
    })),
    legend: true,
    layout: {
      xaxis: { title: { text: 'mean gray value of the image (0 black, 255 white)' }, range: [0, 256] },
      yaxis: { title: { text: 'share of images in bin (%)' }, rangemode: 'tozero' },
    },
  });
}
