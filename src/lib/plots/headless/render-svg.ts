import { createHash } from 'node:crypto';
import { createRandom } from '../../random';
import { escapeHtml } from '../../escape-html';
import { getPlotlyWindow } from './plotly-window';

/** What {@link renderSvg} draws: a figure, or anything of its shape. */
export interface Drawable {
  readonly data: object[];
  readonly layout: object & { width?: number; height?: number };
  readonly alt: string;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Draws a figure as SVG without a browser, with its words as the text alternative. The same figure always gives the
 * same SVG. The first call loads Plotly and takes about a second, the others a tenth.
 *
 * @example await writeFile('loss.svg', await renderSvg(lossCurves(history)));
 */
export function renderSvg(figure: Drawable): Promise<string> {
  // One after the other: the page's random numbers belong to one figure at a time.
  const drawn = last.then(() => draw(figure));
  last = drawn.catch(() => undefined);
  return drawn;
}

async function draw({ data, layout, alt }: Drawable): Promise<string> {
  const window = getPlotlyWindow();
  const { width = 700, height = 450 } = layout;
  // Plotly's ids are random. Seeded by the figure they are the same for the same figure, and differ between the
  // figures of one page, where a clip path found under another figure's id would cut this one.
  const digest = createHash('sha256')
    .update(JSON.stringify([data, layout]))
    .digest();
  const random = createRandom(digest.readUInt32LE());
  window.Math.random = () => random.next();
  const svg = await window.Plotly.toImage(
    // Plotly changes what it is given.
    { data: structuredClone(data), layout: structuredClone(layout), config: { staticPlot: true } },
    { format: 'svg', imageDataOnly: true, width, height },
  );
  // A hundredth of a pixel is not to be seen, and the other digits are a third of a plot of many points.
  const rounded = svg.replace(/ (?:d|transform|points)="[^"]*"/g, (attribute) =>
    attribute.replace(/(\d\.\d{2})\d+/g, '$1'),
  );
  // What Plotly puts in place of quotation marks in fonts' names: it undoes it as browsers write style attributes.
  const quoted = rounded.replace(/TOBESTRIPPED/g, "'");
  return quoted.replace(
    /^<svg ([^>]*)>/,
    `<svg role="img" aria-label="${escapeHtml(alt)}" $1><title>${escapeHtml(alt)}</title>`,
  );
}
