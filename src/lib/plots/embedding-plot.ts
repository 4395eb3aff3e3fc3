import type { Dataset } from '../dataset/dataset';
import { sourceName } from '../dataset/source-name';
import { expectation } from '../errors';
import { createRandom } from '../random';
import { formatCount, formatPercent } from '../format';
import { createFigure, type Figure } from './figure';
import { axisNames, classColors } from './class-names';
import { INK } from './palette';
import { titleOf } from './titles';
import { plotlyText } from './wrap-text';

/** A shape per class in addition to the colour, so that no one has to distinguish seven colours. */
const SYMBOLS = ['circle', 'square', 'diamond', 'star', 'cross', 'triangle-up', 'x'] as const;

/** Options of {@link embeddingPlot}. */
export interface EmbeddingPlotOptions {
  /** What the projections were computed from: `pixels`, `the model's features`. */
  of: string;
  /** The share of the total variance that each axis explains, 0 to 1. */
  shares?: ArrayLike<number>;
  /** The predicted class of each image, `[n]`, shown in its hover text. */
  predicted?: ArrayLike<number>;
  split?: string;
  /** The most images drawn, sampled by the seed; the larger dots are the means of all images. */
  points?: number;
  seed?: number;
}

/**
 * A scatter plot of projected images: one dot per image in the colour and shape of its class, and
 * a larger one at each class's mean. Classes that form separate clusters can be distinguished by
 * the projected values. Hovering over a dot names its image.
 *
 * @param dataset the n images
 * @param projections `[n * 2]` the position of each, as computed by `fitPrincipalComponents`
 * @throws ExpectationError when there are not two numbers or not one prediction per image
 * @example
 * const { projections, shares } = fitPrincipalComponents(some.images, {
 *   dimensions: IMAGE_BYTES,
 *   seed: 1,
 * });
 * await showFigure(embeddingPlot(some, projections, { of: 'pixels', shares, split: 'train' }));
 */
export function embeddingPlot(
  dataset: Dataset,
  projections: ArrayLike<number>,
  { of, shares, predicted, split, points = 500, seed = 1 }: EmbeddingPlotOptions,
): Figure {
  const n = dataset.labels.length;
  if (projections.length !== 2 * n)
    throw expectation('projections', {
      expectation: `two for each of the ${n} images`,
      found: projections.length,
    });
  if (predicted && predicted.length !== n)
    throw expectation('predictions', {
      expectation: `one for each of the ${n} images`,
      found: predicted.length,
    });
  const order = createRandom(seed).shuffle(Int32Array.from({ length: n }, (_, i) => i));
  const drawn = new Set(order.subarray(0, points));
  const { classes } = dataset;
  const [names, colors] = [axisNames(classes), classColors(classes)];
  const symbolOf = (label: number) => SYMBOLS[label % SYMBOLS.length];
  const groups = names
    .map((emotion, label) => {
      const all = [...dataset.labels.keys()].filter((i) => dataset.labels[i] === label);
      return { emotion, label, all, shown: all.filter((i) => drawn.has(i)) };
    })
    .filter(({ all }) => all.length > 0);
  const places = (images: readonly number[], axis: 0 | 1) => images.map((i) => projections[2 * i + axis]);
  const means = groups.map(({ emotion, label, all }) => {
    const mean = (axis: 0 | 1) => places(all, axis).reduce((sum, value) => sum + value, 0) / all.length;
    return { emotion, label, x: mean(0), y: mean(1) };
  });
  const nameOf = (i: number) =>
    [
      predicted && predicted[i] !== dataset.labels[i] ? `predicted ${classes[predicted[i]]}` : '',
      dataset.splits[i],
      dataset.names[i],
    ]
      .filter(Boolean)
      .join(', ');
  const share = (axis: 0 | 1) => (shares ? `, ${formatPercent(shares[axis])} of the variance` : '');
  const count = drawn.size < n ? `${formatCount(drawn.size)} of ${formatCount(n)}` : formatCount(n);
  return createFigure({
    title: titleOf(`Map of ${count} images by ${of}`, { split, source: sourceName(dataset.source) }),
    alt:
      `${count} images placed by the two directions in which ${of} vary most${share(0)}${share(1)}. Means: ` +
      `${means.map(({ emotion, x, y }) => `${emotion} (${short(x)}, ${short(y)})`).join(', ')}.`,
    data: [
      ...groups.map(({ emotion, label, shown }) => ({
        type: 'scatter' as const,
        mode: 'markers' as const,
        name: emotion,
        x: places(shown, 0).map(short),
        y: places(shown, 1).map(short),
        text: shown.map((i) => plotlyText([nameOf(i)])),
        marker: { color: colors[label], symbol: symbolOf(label), size: 5, opacity: 0.6 },
        hovertemplate: '%{text}<extra>%{fullData.name}</extra>',
      })),
      {
        type: 'scatter',
        mode: 'markers',
        showlegend: false,
        x: means.map(({ x }) => short(x)),
        y: means.map(({ y }) => short(y)),
        text: means.map(({ emotion }) => `mean of ${emotion}`),
        marker: {
          color: means.map(({ label }) => colors[label]),
          symbol: means.map(({ label }) => symbolOf(label)) as unknown as string,
          size: 14,
          line: { color: INK, width: 2 },
        },
        hovertemplate: '%{text}<extra></extra>',
      },
    ],
    legend: true,
    width: 760,
    height: 600,
    layout: {
      margin: { l: 88 },
      // The many dots are small, but their legend has to be legible. Plotly's types lack this
      // option.
      legend: { itemsizing: 'constant' } as object,
      xaxis: { title: { text: `first component${share(0)}` }, zeroline: false },
      yaxis: { title: { text: `second component${share(1)}` }, zeroline: false },
    },
  });
}

/** Rounds to four digits: finer than a dot, at a quarter of the bytes. */
const short = (value: number): number => Number(value.toPrecision(4));
