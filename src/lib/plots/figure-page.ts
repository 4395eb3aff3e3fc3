import { readFileSync } from 'node:fs';
import { escapeHtml } from '../escape-html';
import type { Figure } from './figure';
import { resolveModule } from './load-module';
import { plainJson } from './plain-json';

/** The content security policy: the browser neither fetches nor sends anything. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";

const STYLE = `
:root { color-scheme: light dark; font: 14px/1.5 "Open Sans", Verdana, Arial, sans-serif; }
body { margin: 24px; }
figure { margin: 0 0 32px; overflow-x: auto; }`;

/** Draws each figure in the element with its index. */
const DRAW = `
JSON.parse(document.getElementById('figures').textContent).forEach(({ data, layout, config }, i) =>
  Plotly.newPlot(document.getElementsByTagName('figure')[i], data, layout, config));`;

/**
 * A self-contained page with interactive figures. Plotly is embedded, so it needs neither a server
 * nor a network.
 *
 * @returns about 5 MB of HTML
 * @example
 * await writeFileAtomic('loss.html', figurePage([lossCurves(history)], { title: 'Loss' }));
 */
export function figurePage(figures: readonly Figure[], { title }: { title: string }): string {
  const plots = figures.map(({ data, layout }) => ({ data, layout, config: { displaylogo: false } }));
  const elements = figures.map(({ alt }) => `<figure role="group" aria-label="${escapeHtml(alt)}"></figure>`);
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
${elements.join('\n')}
<script type="application/json" id="figures">${insideScript(JSON.stringify(plainJson(plots)), '\\u003c')}</script>
<script>${insideScript(readFileSync(resolveModule('plotly.js-dist-min'), 'utf8'), '\\x3c')}</script>
<script>${DRAW}
</script>
</body>
</html>
`;
}

/**
 * Escapes what would end the script element or start a comment in it. Both only occur inside
 * strings.
 */
function insideScript(text: string, escaped: string): string {
  return text.replace(/<(?=!--|\/?script)/gi, () => escaped);
}
