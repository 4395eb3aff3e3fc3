import type { Layout, Plot } from 'nodeplotlib';
import { GRID, INK, PALETTE } from './palette';
import { isJupyterLab } from './is-jupyterlab';
import { MIME_BUNDLE, type MimeBundle } from './mime-bundle';
import { plainJson } from './plain-json';
import { renderSvg } from './headless/render-svg';
import { textWidth } from './text-width';
import { plotlyText, wrapText } from './wrap-text';

/** A plot as data: every plot function returns one, and `showFigure` shows it. */
export interface Figure {
  /** Plotly's traces. */
  readonly data: Plot[];
  /** Plotly's layout, with the size in pixels. */
  readonly layout: Layout;
  /** The alternative text: what the figure shows, in words. */
  readonly alt: string;
  /**
   * The figure as an interactive plot, as SVG and as text; see `showFigure`. A notebook calls it to
   * show a cell's last value.
   */
  [MIME_BUNDLE](): Promise<MimeBundle>;
}

/** The parts of a figure that differ from the house style. */
export interface FigureParts {
  /** The title as plain text; it is wrapped if it is too long. */
  title: string;
  data: Plot[];
  layout?: Layout;
  alt: string;
  /** Size in pixels. */
  width?: number;
  height?: number;
  /** Whether to show a legend between the title and the plot. */
  legend?: boolean;
  /**
   * Whether it has nothing to hover over or to zoom into. It is then an SVG everywhere, at half the
   * bytes.
   */
  isStatic?: boolean;
}

const FONT_SIZE = 13;
const TITLE_SIZE = 16;

/**
 * Creates a figure in the house style: a transparent background with mid-gray text, legible on
 * white and on black; colours of one palette; the title at the left, with the legend below it.
 *
 * @example
 * createFigure({ title: 'Images', data: [{ type: 'bar', x: ['a'], y: [1] }], alt: 'One bar.' });
 */
export function createFigure({
  title,
  data,
  layout = {},
  alt,
  width = 760,
  height = 440,
  legend = false,
  isStatic = false,
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
        // Anchored at the first line's bottom: with `top`, Plotly's SVG puts the second line above
        // the first.
        yanchor: 'bottom',
      },
    },
    alt,
    async [MIME_BUNDLE]() {
      const { data: traces, layout: own } = this;
      const plot = { data: traces, layout: own, config: { displaylogo: false } };
      // JupyterLab saves an image of the plot it draws; a second one would enlarge the file and
      // delay the plot.
      const isKept = !isStatic && isJupyterLab();
      return {
        ...(!isStatic && { 'application/vnd.plotly.v1+json': plainJson(plot) }),
        ...(!isKept && { 'image/svg+xml': await renderSvg(this) }),
        'text/plain': this.alt,
      };
    },
  };
}

/**
 * The vertical position of the title's first line in a figure of that height, as a share from the
 * bottom.
 */
export const titleHeight = (height: number): number => 1 - 26 / height;

/**
 * The number of rows of the legend. If it needs several, Plotly gives every entry the width of the
 * widest.
 */
function rowsOfLegend(data: readonly Plot[], { width }: { width: number }): number {
  const widths = data
    .filter(({ name, showlegend }) => name !== undefined && showlegend !== false)
    .map(({ name = '' }) => textWidth(name, FONT_SIZE) + 45);
  if (widths.reduce((sum, own) => sum + own, 0) <= width) return 1;
  return Math.ceil(widths.length / Math.max(1, Math.floor(width / Math.max(...widths))));
}

/**
 * Applies the house style to every axis of the layout (xaxis, yaxis, xaxis2, …); the layout's own
 * settings take precedence.
 */
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
