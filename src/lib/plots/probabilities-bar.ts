import type { SourceName } from '../dataset/source-name';
import { EMOTIONS } from '../emotions';
import { formatPercent } from '../format';
import { createFigure, type Figure } from './figure';
import { pngDataUri } from './png';
import { EMOTION_COLORS } from './palette';
import { titleOf } from './titles';

/**
 * A bar chart of the model's seven probabilities for one image, with the image beside it if given.
 *
 * @param probabilities `[7]` values 0 to 1 in the order of `EMOTIONS`
 * @param options
 * @param options.image `[48 * 48]` gray values 0 to 255
 * @param options.label the true emotion, an index into `EMOTIONS`, if known
 * @example
 * await showFigure(
 *   probabilitiesBar(probabilities.subarray(0, 7), { image: picture, source: 'drawn faces' }),
 * );
 */
export function probabilitiesBar(
  probabilities: ArrayLike<number>,
  {
    image,
    label,
    title,
    source,
  }: { image?: ArrayLike<number>; label?: number; title?: string; source?: SourceName } = {},
): Figure {
  const values = Array.from(probabilities).slice(0, EMOTIONS.length);
  const best = values.indexOf(Math.max(...values));
  const prediction = `${EMOTIONS[best]} (${formatPercent(values[best])})`;
  const truth = label === undefined ? '' : `, labelled ${EMOTIONS[label]}`;
  return createFigure({
    title: titleOf(title ?? `${prediction}${truth}`, { source }),
    alt: `${title ?? 'Prediction'}: ${prediction}${truth}. ${EMOTIONS.map((emotion, k) => `${emotion} ${formatPercent(values[k])}`).join(', ')}.`,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        y: [...EMOTIONS],
        x: values.map((value) => 100 * value),
        text: values.map((value) => formatPercent(value)),
        textposition: 'outside',
        cliponaxis: false,
        marker: { color: [...EMOTION_COLORS] },
        hovertemplate: '%{y}: %{x:.1f} %<extra></extra>',
      },
    ],
    width: image ? 720 : 560,
    height: 300,
    layout: {
      margin: { l: image ? 280 : 92, r: 48 },
      xaxis: { title: { text: 'probability (%)' }, range: [0, 105], dtick: 20 },
      yaxis: { autorange: 'reversed', automargin: false },
      images: image
        ? [
            {
              source: pngDataUri(image),
              xref: 'paper',
              yref: 'paper',
              // Left of the axis labels: the plot is 392 pixels wide, and the image starts 264
              // pixels to the left of it.
              x: -264 / 392,
              y: 1,
              sizex: 168 / 392,
              sizey: 1,
              xanchor: 'left',
              yanchor: 'top',
              sizing: 'contain',
            },
          ]
        : [],
    },
  });
}
