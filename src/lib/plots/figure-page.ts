import { readFileSync } from 'node:fs';
import { escapeHtml } from '../escape-html';
import type { Figure } from './figure';
import { resolveModule } from './load-module';
import { plainJson } from './plain-json';

/** A browser keeps the page to what is in it: nothing is fetched, and nothing is sent. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";

const STYLE = `
:root { color-scheme: light dark; font: 14px/1.5 "Open Sans", Verdana, Arial, sans-serif; }
body { margin: 24px; }
figure { margin: 0 0 32px; overflow-x: auto; }`;

/** Draws the figures, each in the element of its place. */
const DRAW = `
JSON.parse(document.getElementById('figures').textContent).forEach(({ data, layout, config }, place) =>
  Plotly.newPlot(document.getElementsByTagName('figure')[place], data, layout, config));`;

/**
 * A whole page with interactive figures. Plotly is in it: it needs neither a server nor a network, and can be moved.
 *
 * @returns HTML, of about 5 MB
 * @example await writeFileAtomic('loss.html', figurePage([lossCurves(history)], { title: 'Loss' }));
 */
export function figurePage(figures: readonly Figure[], { title }: { title: string }): string {
  const plots = figures.map(({ data, layout }) => ({ data, layout, config: { displaylogo: false } }));
  const places = figures.map(({ alt }) => `<figure role="group" aria-label="${escapeHtml(alt)}"></figure>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}
</style>
</head>
<body>
${places.join('\n')}
<script type="application/json" id="figures">${insideScript(JSON.stringify(plainJson(plots)), '\\u003c')}</script>
<script>${insideScript(readFileSync(resolveModule('plotly.js-dist-min'), 'utf8'), '\\x3c')}</script>
<script>${DRAW}
</script>
</body>
</html>
`;
}

/** What would end a script element, or begin a comment in it, stands only in strings, where it can be escaped. */
function insideScript(text: string, escaped: string): string {
  return text.replace(/<(?=!--|\/?script)/gi, () => escaped);
}
