import { duration } from '../duration.mjs';
import type { RunRecord } from '../run-record';
import { escapeHtml } from '../../../src/lib/escape-html';
import type { PageContent } from './notebook-page';

/** A notebook as the site's first page lists it. */
export interface ListedNotebook {
  title: string;
  /** The file of its page; undefined when the notebook did not run. */
  page?: string;
  /** The file of its slides, if the site has them. */
  slides?: string;
  /** The file of its page as a PDF, if the site has it. */
  pdf?: string;
  /** The file of the notebook itself, if the site has it. */
  file?: string;
  /** The HTML of its first paragraph. */
  lead?: string;
  milliseconds?: number;
}

/** What the index shows besides the notebooks. */
export interface IndexOptions {
  /** The first page of the API reference, relative to the site, if the site has one. */
  reference?: string;
  /** The camera page, relative to the site, if the site has one. */
  camera?: string;
  /** The HTML of a figure of the run. */
  picture?: string;
}

/**
 * The content of the site's first page: what the project is, what the run reached, the notebooks,
 * every result, the settings.
 *
 * @example layout(indexContent(run, notebooks), { notebooks });
 */
export function indexContent(
  { ended, sentence, headline = [], settings, results, stopped }: RunRecord,
  notebooks: readonly ListedNotebook[],
  { reference, camera, picture = '' }: IndexOptions = {},
): PageContent {
  const sections = [
    { id: 'notebooks', text: 'Notebooks', html: cards(notebooks) },
    { id: 'result', text: 'Result', html: resultTable(results) },
    ...(camera === undefined ? [] : [cameraSection(camera)]),
    ...(reference === undefined ? [] : [librarySection(reference)]),
    { id: 'settings', text: 'Settings of this run', html: settingsTable(settings) },
  ];
  const reached = headline.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n');
  const sentences = sentence.split('\n').map((text) => `<p>${escapeHtml(text)}</p>`);
  const warning =
    stopped === undefined
      ? ''
      : `<p class="warning">The run stopped at ${escapeHtml(stopped)}: later notebooks are missing.</p>`;
  return {
    title: 'Emotion detection in TypeScript notebooks',
    contents: sections,
    hasMath: false,
    body: `<h1>Emotion detection in TypeScript notebooks</h1>
<p>A convolutional network that recognises emotions on faces, trained, evaluated, saved and used in eight TypeScript
notebooks: the Keras workflow, step by step, on TensorFlow.js in Node. These pages show the notebooks after one run, with their code
and its output.</p>
${picture}
${reached && `<div class="headline">\n${reached}\n</div>`}
${sentences.join('\n')}
${warning}
${sections.map(({ id, text, html }) => `<h2 id="${id}">${text}</h2>\n${html}`).join('\n')}
<p class="quiet">The run ended on <time datetime="${escapeHtml(ended)}">${escapeHtml(ended.slice(0, 10))}</time>.</p>`,
  };
}

const cameraSection = (camera: string) => ({
  id: 'camera',
  text: 'The camera page',
  html: `<p>Finds the faces in your camera's picture, a photograph or a video, and their emotions, with the bundled model. It
runs in your browser, and no picture leaves it: <a href="${escapeHtml(camera)}">camera page</a>.</p>`,
});

const librarySection = (reference: string) => ({
  id: 'library',
  text: 'The library',
  html: `<p>The notebooks use the project's library, and so can your programs: <a href="${escapeHtml(reference)}">API reference</a>.</p>`,
});

function cards(notebooks: readonly ListedNotebook[]): string {
  const items = notebooks.map(({ title, page, slides, pdf, file, lead = '', milliseconds = 0 }, index) => {
    const name = `${index + 1}. ${escapeHtml(title)}`;
    if (page === undefined) return `<li><span class="absent">${name}</span></li>`;
    const others = [
      ...(slides === undefined ? [] : [`<a href="${slides}">slides</a>`]),
      ...(pdf === undefined ? [] : [`<a href="${pdf}">PDF</a>`]),
      ...(file === undefined ? [] : [`<a href="${file}" download>notebook</a>`]),
    ].map((link) => ` · ${link}`);
    return `<li><a href="${page}">${name}</a> <small class="quiet">ran in ${duration(milliseconds)}</small>${others.join('')}
<p>${lead}</p></li>`;
  });
  return `<ol class="cards">\n${items.join('\n')}\n</ol>`;
}

const resultTable = (results: RunRecord['results']) =>
  table(
    results.map(([name, value]) => `<th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td>`),
  );

const settingsTable = (settings: RunRecord['settings']) =>
  table(
    settings.map(
      ({ setting, value, variable }) =>
        `<th scope="row">${escapeHtml(setting)}</th><td>${escapeHtml(`${value}`)}</td><td><code>${escapeHtml(variable)}</code></td>`,
    ),
    ['setting', 'value', 'variable'],
  );

function table(rows: readonly string[], columns: readonly string[] = []): string {
  const head = columns.length
    ? `<thead><tr>${columns.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>`
    : '';
  return `<div class="scroll fitting" tabindex="0"><table>${head}<tbody>\n${rows.map((row) => `<tr>${row}</tr>`).join('\n')}\n</tbody></table></div>`;
}
