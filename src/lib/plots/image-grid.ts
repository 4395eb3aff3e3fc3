import type { Plot } from 'nodeplotlib';
import { expectation } from '../errors';
import type { ColorScale } from './color-scale';
import { createFigure, titleHeight, type Figure } from './figure';
import { pngDataUri } from './png';
import { INK } from './palette';
import { textWidth } from './text-width';
import { plotlyText, wrapText } from './wrap-text';

/** Options of {@link imageGrid}. */
export interface ImageGridOptions {
  title: string;
  /** The alternative text. */
  alt?: string;
  /** Plain text under each image; `\n` starts a new line. */
  captions?: readonly string[];
  /** Images per row. */
  columns?: number;
  /** A label to the left of each row. */
  rowLabels?: readonly string[];
  /** Width and height of an image in the figure, in pixels. */
  tile?: number;
  /** The legend of the images' colours, to the right of them. */
  colorBar?: ColorBar;
}

/** A colour bar. */
export interface ColorBar {
  scale: ColorScale;
  /** The values at its lower and its upper end. */
  low: number;
  high: number;
  /** What the values are, with their unit. */
  title: string;
}

const GAP = 6;
const FONT_SIZE = 12;
const LINE = 16;
/** The width of a colour bar with its tick labels; the lines of its title are added to it. */
const BAR_WIDTH = 62;

/**
 * 48x48 images side by side, each with its caption.
 *
 * @param images each `[48 * 48]` gray values or `[48 * 48 * 3]` red, green and blue, 0 to 255; null
 *   leaves a tile empty
 * @throws ExpectationError when there are no images, or not as many captions as images
 * @example imageGrid([face], { title: 'A face', captions: ['Happiness'] });
 */
export function imageGrid(
  images: readonly (ArrayLike<number> | null)[],
  {
    title,
    captions,
    columns = Math.min(images.length, 8),
    rowLabels = [],
    tile = 88,
    colorBar,
    alt = `${images.length} images: ${title}.`,
  }: ImageGridOptions,
): Figure {
  if (images.length === 0) throw expectation('images', { expectation: 'at least one', found: 0 });
  if (captions && captions.length !== images.length) {
    throw expectation('captions', {
      expectation: `one for each of the ${images.length} images`,
      found: captions.length,
    });
  }
  const rows = Math.ceil(images.length / columns);
  const lines =
    captions?.map((caption) => wrapText(caption, { width: tile + GAP, fontSize: FONT_SIZE })) ?? [];
  // The height of each row depends on its captions.
  const tops = [0];
  for (let row = 0; row < rows; row++) {
    const own = lines.slice(row * columns, (row + 1) * columns);
    tops.push(tops[row] + tile + Math.max(0, ...own.map(({ length }) => length)) * LINE + GAP);
  }
  const plotWidth = columns * (tile + GAP) - GAP;
  const plotHeight = tops[rows] - GAP;
  const left = 16 + Math.max(0, ...rowLabels.map((label) => textWidth(label, FONT_SIZE) + 8));
  // The axes are in pixels of the figure, from the top left. A title needs some width even above
  // one image.
  const bar = colorBar && colorBarBeside(colorBar, { plotWidth, plotHeight });
  const width = Math.max(plotWidth + left + (bar?.width ?? 16), 360);
  const right = width - left - plotWidth;
  const place = (i: number) => ({ x: (i % columns) * (tile + GAP), y: tops[Math.floor(i / columns)] });
  const shown = images.flatMap((image, i) => (image ? [{ image, ...place(i) }] : []));

  const texts: Plot = {
    type: 'scatter',
    mode: 'text',
    x: lines.map((_, i) => place(i).x + tile / 2),
    // Plotly centres text on its point: half the height of its lines below the image.
    y: lines.map((own, i) => place(i).y + tile + 2 + (own.length * LINE) / 2),
    text: lines.map(plotlyText),
    textposition: 'middle center',
    textfont: { size: FONT_SIZE, color: INK },
    hoverinfo: 'skip',
    cliponaxis: false,
  };
  const figure = createFigure({
    isStatic: true,
    title,
    alt,
    data: [texts, ...(bar ? [bar.trace] : [])],
    width,
    layout: {
      margin: { l: left, r: right, b: 16 },
      xaxis: { range: [0, plotWidth], visible: false, fixedrange: true },
      yaxis: { range: [plotHeight, 0], visible: false, fixedrange: true },
      images: shown.map(({ image, x, y }) => ({
        source: pngDataUri(image),
        xref: 'x',
        yref: 'y',
        x,
        y,
        sizex: tile,
        sizey: tile,
        sizing: 'stretch',
        layer: 'below',
      })),
      annotations: rowLabels.map((label, row) => ({
        text: plotlyText([label]),
        xref: 'paper',
        x: 0,
        xanchor: 'right',
        xshift: -8,
        yref: 'y',
        y: tops[row] + tile / 2,
        yanchor: 'middle',
        showarrow: false,
        font: { size: FONT_SIZE, color: INK },
      })),
    },
  });
  // The height depends on the title's lines, which createFigure() wraps.
  const height = plotHeight + (figure.layout.margin?.t ?? 0) + 16;
  figure.layout.height = height;
  if (typeof figure.layout.title === 'object') figure.layout.title.y = titleHeight(height);
  return figure;
}

/**
 * A colour bar and its width. Plotly shows one only beside a trace, so this has a trace with one
 * invisible point.
 */
function colorBarBeside(
  { scale, low, high, title }: ColorBar,
  { plotWidth, plotHeight }: { plotWidth: number; plotHeight: number },
): { trace: Plot; width: number } {
  const length = Math.min(plotHeight, 260);
  const titleLines = wrapText(title, { width: length, fontSize: FONT_SIZE });
  const trace: Plot = {
    type: 'scatter',
    mode: 'markers',
    x: [0],
    y: [0],
    hoverinfo: 'skip',
    marker: {
      size: 1,
      opacity: 0,
      color: [low],
      colorscale: scale.map(([at, color]): [number, string] => [at, color]),
      cmin: low,
      cmax: high,
      showscale: true,
      colorbar: {
        // nodeplotlib's types are those of an older Plotly, in which the title was a string.
        title: {
          text: plotlyText(titleLines),
          side: 'right',
          font: { size: FONT_SIZE },
        } as unknown as string,
        lenmode: 'pixels',
        len: length,
        thickness: 12,
        outlinewidth: 0,
        x: 1 + 10 / plotWidth,
        xanchor: 'left',
        xpad: 0,
        y: 1,
        yanchor: 'top',
        ypad: 0,
        nticks: 6,
      },
    },
  };
  return { trace, width: BAR_WIDTH + titleLines.length * LINE };
}
