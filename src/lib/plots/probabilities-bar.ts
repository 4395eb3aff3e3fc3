import type { SourceName } from '../dataset/source-name';
import { EMOTIONS } from '../emotions';
import { formatPercent } from '../format';
import { axisNames, classColors } from './class-names';
import { createFigure, type Figure } from './figure';
import { pngDataUri } from './png';
import { textWidth } from './text-width';
import { titleOf } from './titles';

/** In pixels: the size of the axis' text, the width that it leaves, the height of another bar. */
const [FONT_SIZE, LONGEST_EMOTION, ROW] = [12, 80, 28];

/**
 * A bar chart of the model's probabilities for one image, with the image beside it if given.
 *
 * @param probabilities `[classes]` values 0 to 1 in the order of the labels
 * @param options
 * @param options.image `[48 * 48]` gray values 0 to 255
 * @param options.label the true class, an index into `classes`, if known
 * @param options.classes the names of the classes, in the order of the labels
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
    classes = EMOTIONS,
  }: {
    image?: ArrayLike<number>;
    label?: number;
    title?: string;
    source?: SourceName;
    classes?: readonly string[];
  } = {},
): Figure {
  const values = Array.from(probabilities).slice(0, classes.length);
  const names = axisNames(classes);
  // Longer names than the emotions' need more room, and more classes more rows.
  const wider = Math.max(0, ...names.map((name) => Math.ceil(textWidth(name, FONT_SIZE)) - LONGEST_EMOTION));
  const taller = Math.max(0, classes.length - EMOTIONS.length) * ROW;
  const best = values.indexOf(Math.max(...values));
  const prediction = `${classes[best]} (${formatPercent(values[best])})`;
  const truth = label === undefined ? '' : `, labelled ${classes[label]}`;
  return createFigure({
    title: titleOf(title ?? `${prediction}${truth}`, { source }),
    alt: `${title ?? 'Prediction'}: ${prediction}${truth}. ${classes.map((emotion, k) => `${emotion} ${formatPercent(values[k])}`).join(', ')}.`,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        y: names,
        x: values.map((value) => 100 * value),
        text: values.map((value) => formatPercent(value)),
        textposition: 'outside',
        cliponaxis: false,
        marker: { color: [...classColors(classes)] },
        hovertemplate: '%{y}: %{x:.1f} %<extra></extra>',
      },
    ],
    width: (image ? 720 : 560) + wider,
    height: 300 + taller,
    layout: {
      margin: { l: (image ? 280 : 92) + wider, r: 48 },
      xaxis: { title: { text: 'probability (%)' }, range: [0, 105], dtick: 20 },
      yaxis: { type: 'category', autorange: 'reversed', automargin: false },
      images: image
        ? [
            {
              source: pngDataUri(image),
              xref: 'paper',
              yref: 'paper',
              // Left of the axis labels: the plot is 392 pixels wide, and the image starts 264
              // pixels to the left of it.
              x: -(264 + wider) / 392,
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
