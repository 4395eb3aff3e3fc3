import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../environment.mjs';
import { escapeHtml } from '../../../src/lib/escape-html';
import { formatPercent } from '../../../src/lib/format';
import { BUNDLED_MODELS, PHOTOGRAPH_MODEL, type BundledModel } from '../../../src/lib/model/bundled-models';
import { bundle } from './bundle';
import { readModels } from './read-models';

/**
 * Builds the camera page: one HTML file with the models, their runtime, the style and the scripts in
 * it, which works from a disk and on any host of static files.
 *
 * @param options
 * @param options.model the emotion model's name
 * @param options.home the page of the site that it belongs to, if any
 * @throws ExpectationError when a model is missing or damaged
 * @example await writeFileAtomic('site/webcam.html', await buildPage());
 */
export async function buildPage({
  model = PHOTOGRAPH_MODEL,
  home,
}: { model?: BundledModel; home?: string } = {}): Promise<string> {
  const models = await readModels(model);
  const [worker, script] = [await bundle('worker/main.ts', { models }), await bundle('page/main.ts')];
  const read = (...names: string[]) => readFileSync(path.join(projectRoot, ...names), 'utf8');
  const style = read('web', 'style.css');
  const parts: Record<string, string> = {
    policy: `<meta http-equiv="Content-Security-Policy" content="${policyFor({ script, style })}" />`,
    style: `<style>${style}</style>`,
    home:
      home === undefined
        ? ''
        : `<p><a href="${escapeHtml(home)}">Emotion detection in TypeScript notebooks</a></p>`,
    accuracy: describeAccuracy(read(BUNDLED_MODELS[model], 'card.json')),
    notice: escapeHtml(read('models', 'face-detector', 'NOTICE')),
    // Not JavaScript to the browser until the page makes a worker of it.
    worker: `<script type="text/plain" id="worker">${worker}</script>`,
    script: `<script>${script}</script>`,
  };
  return read('web', 'index.html').replace(/<!-- build:(\w+) -->/g, (_, name: string) => parts[name]);
}

/** What the model reaches from one view, as live pictures get it, on privateTest. */
function describeAccuracy(card: string): string {
  const { data, measurements } = JSON.parse(card) as {
    data: { labels?: string };
    measurements: { oneView: { scores: { split: string; accuracy: number }[] } };
  };
  const score = measurements.oneView.scores.find(({ split }) => split === 'privateTest')!;
  return data.labels === 'crowd'
    ? `it names what most of ten people see on ${formatPercent(score.accuracy)}`
    : `it agrees with the label of ${formatPercent(score.accuracy)}`;
}

/**
 * What the browser lets the page do: run its own script, and nothing else. It forbids every
 * connection, so no picture can leave the browser.
 */
function policyFor({ script, style }: { script: string; style: string }): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    "connect-src 'none'",
    `script-src ${hash(script)} 'wasm-unsafe-eval'`,
    'worker-src blob:',
    `style-src ${hash(style)}`,
    'img-src blob: data:',
    'media-src blob:',
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}
