import { createHash } from 'node:crypto';
import { createRandom } from '../../random';
import { escapeHtml } from '../../escape-html';
import { getPlotlyWindow } from './plotly-window';

/** The input of {@link renderSvg}: a figure, or anything of its shape. */
export interface Drawable {
  readonly data: object[];
  readonly layout: object & { width?: number; height?: number };
  readonly alt: string;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Renders a figure as SVG without a browser, with its alternative text. The same figure always
 * gives the same SVG. The first call loads Plotly and takes about a second, later calls a tenth.
 *
 * @example await writeFile('loss.svg', await renderSvg(lossCurves(history)));
 */
export function renderSvg(figure: Drawable): Promise<string> {
  // One at a time, since the page's random numbers are seeded per figure.
  const drawn = last.then(() => draw(figure));
  last = drawn.catch(() => undefined);
  return drawn;
}

async function draw({ data, layout, alt }: Drawable): Promise<string> {
  const window = getPlotlyWindow();
  const { width = 700, height = 450 } = layout;
  // Plotly's ids are random. Seeded by the figure they are reproducible, and still differ between
  // the figures of a page, where a duplicate id would apply the wrong clip path.
  const digest = createHash('sha256')
    .update(JSON.stringify([data, layout]))
    .digest();
  const random = createRandom(digest.readUInt32LE());
  window.Math.random = () => random.next();
  const svg = await window.Plotly.toImage(
    // Plotly modifies its input.
    { data: structuredClone(data), layout: structuredClone(layout), config: { staticPlot: true } },
    { format: 'svg', imageDataOnly: true, width, height },
  );
  // More than two decimals are invisible, but take a third of the bytes of a plot with many points.
  const rounded = svg.replace(/ (?:d|transform|points)="[^"]*"/g, (attribute) =>
    attribute.replace(/(\d\.\d{2})\d+/g, '$1'),
  );
  // Plotly's placeholder for quotation marks in font names, which it only replaces as browsers
  // serialise style attributes.
  const quoted = rounded.replace(/TOBESTRIPPED/g, "'");
  return quoted.replace(
    /^<svg ([^>]*)>/,
    `<svg role="img" aria-label="${escapeHtml(alt)}" $1><title>${escapeHtml(alt)}</title>`,
  );
}
