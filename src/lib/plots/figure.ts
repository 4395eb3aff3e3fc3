import type { Layout, Plot } from 'nodeplotlib';
import { GRID, INK, PALETTE } from './palette';
import { isJupyterLab } from './is-jupyterlab';
import { MIME_BUNDLE, type MimeBundle } from './mime-bundle';
import { plainJson } from './plain-json';
import { renderSvg } from './headless/render-svg';
import { textWidth } from './text-width';
import { plotlyText, wrapText } from './wrap-text';

/** A drawing as data: what every plot function returns and `show` shows. */
export interface Figure {
  /** Plotly's traces. */
  readonly data: Plot[];
  /** Plotly's layout, with the size in pixels. */
  readonly layout: Layout;
  /** What the figure shows, in words, for who can't see it. */
  readonly alt: string;
  /** The figure as interactive plot, as SVG and as text, see `show`; a notebook's last value is shown through it. */
  [MIME_BUNDLE](): Promise<MimeBundle>;
}

/** What is special about a figure; the rest is the house style's. */
export interface FigureParts {
  /** The title, plain text; it is broken into lines where it is too long. */
  title: string;
  data: Plot[];
  layout?: Layout;
  alt: string;
  /** Size in pixels. */
  width?: number;
  height?: number;
  /** Whether a legend stands between the title and the plot. */
  legend?: boolean;
  /** Whether there is nothing in it to point at or to zoom into: then it is an SVG everywhere, at half the bytes. */
  isPicture?: boolean;
}

const FONT_SIZE = 13;
const TITLE_SIZE = 16;

/**
 * A figure in the house style: transparent ground and mid-gray text that are legible on white and on black, colours
 * of the one palette, the title at the left with the legend under it.
 *
 * @example createFigure({ title: 'Images', data: [{ type: 'bar', x: ['a'], y: [1] }], alt: 'One bar.' });
 */
export function createFigure({
  title,
  data,
  layout = {},
  alt,
  width = 760,
  height = 440,
  legend = false,
  isPicture = false,
}: FigureParts): Figure {
  const margin = { l: 64, r: 24, b: 60, ...layout.margin };
  const titleLines = wrapText(title, { width: width - margin.l - 16, fontSize: TITLE_SIZE });
  const legendRows = legend ? rowsOfLegend(data, { width: width - margin.l - margin.r }) : 0;
  const top = 20 + titleLines.length * TITLE_SIZE * 1.3 + legendRows * 21 + (legend ? 8 : 4);
  return {
    data,
    layout: {
      width,
      height,
      font: { family: '"Open Sans", Verdana, Arial, sans-serif', size: FONT_SIZE, color: INK },
      paper_bgcolor: 'rgba(0, 0, 0, 0)',
      plot_bgcolor: 'rgba(0, 0, 0, 0)',
      colorway: Object.values(PALETTE),
      showlegend: legend,
      hovermode: 'closest',
      ...layout,
      legend: {
        orientation: 'h',
        x: 0,
        xanchor: 'left',
        y: 1.01,
        yanchor: 'bottom',
        bgcolor: 'rgba(0, 0, 0, 0)',
        ...layout.legend,
      },
      ...styledAxes(layout),
      margin: { ...margin, t: layout.margin?.t ?? top },
      title: {
        text: plotlyText(titleLines),
        font: { size: TITLE_SIZE, color: INK },
        xref: 'paper',
        x: 0,
        xanchor: 'left',
        yref: 'container',
        y: titleHeight(height),
        // The first line's foot: anchored at its top, Plotly's SVG sets the second line over the first.
        yanchor: 'bottom',
      },
    },
    alt,
    async [MIME_BUNDLE]() {
      const { data: traces, layout: own } = this;
      const plot = { data: traces, layout: own, config: { displaylogo: false } };
      // JupyterLab keeps a picture of the plot it draws: a second one would make the file larger, and the plot wait for it.
      const isKept = !isPicture && isJupyterLab();
      return {
        ...(!isPicture && { 'application/vnd.plotly.v1+json': plainJson(plot) }),
        ...(!isKept && { 'image/svg+xml': await renderSvg(this) }),
        'text/plain': this.alt,
      };
    },
  };
}

/** Where the first line of the title stands in a figure of that height: a share of it, from below. */
export const titleHeight = (height: number): number => 1 - 26 / height;

/** Plotly gives every entry of a legend that needs several rows the width of the widest. */
function rowsOfLegend(data: readonly Plot[], { width }: { width: number }): number {
  const widths = data
    .filter(({ name, showlegend }) => name !== undefined && showlegend !== false)
    .map(({ name = '' }) => textWidth(name, FONT_SIZE) + 45);
  if (widths.reduce((sum, own) => sum + own, 0) <= width) return 1;
  return Math.ceil(widths.length / Math.max(1, Math.floor(width / Math.max(...widths))));
}

/** Gives every axis of the layout (xaxis, yaxis, xaxis2, …) the house style, under what it sets itself. */
function styledAxes(layout: Layout): Layout {
  const names = new Set([
    'xaxis',
    'yaxis',
    ...Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key)),
  ]);
  const axes = [...names].map((name) => {
    const { title, ...own } = layout[name as 'xaxis'] ?? {};
    const style = {
      gridcolor: GRID,
      zerolinecolor: GRID,
      linecolor: GRID,
      tickcolor: GRID,
      automargin: true,
    };
    const text = typeof title === 'string' ? { text: title } : title;
    return [name, { ...style, ...own, ...(text ? { title: { standoff: 12, ...text } } : {}) }];
  });
  return Object.fromEntries(axes) as Layout;
}
