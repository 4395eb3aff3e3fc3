import { escapeHtml } from '../../../src/lib/escape-html';
import type { PageContent } from './notebook-page';
import { pageHead, readBeside } from './page-head';

/** The file of the page that links all others. */
export const INDEX = 'index.html';

const SITE_TITLE = 'Emotion detection in TypeScript notebooks';

/** A notebook as every page links it. */
export interface LinkedNotebook {
  title: string;
  /** The file of its page; undefined when there is none. */
  page?: string;
}

/** {@link LinkedNotebook}, with its place in the walk-through, from 1. */
type Step = LinkedNotebook & { number: number };

/**
 * A whole page of the site in one file: style, script and pictures are in it, so that it can be
 * opened from a disk or sent by itself.
 *
 * @param options.notebooks all of the walk-through, in order
 * @param options.current the index of the one that this page shows; undefined for the site's first
 *   page
 * @returns HTML
 * @example layout({ title: '1. Import libraries', body, contents, hasMath: false }, { notebooks, current: 0 });
 */
export function layout(
  { title, body, contents, hasMath }: PageContent,
  { notebooks, current }: { notebooks: readonly LinkedNotebook[]; current?: number },
): string {
  const isIndex = current === undefined;
  const steps = notebooks.map((notebook, index): Step => ({ ...notebook, number: index + 1 }));
  const previous = isIndex ? undefined : nearest(steps.slice(0, current).reverse());
  const next = nearest(steps.slice(isIndex ? 0 : current + 1));
  return `${pageHead({ title: isIndex ? SITE_TITLE : `${title} · ${SITE_TITLE}`, styles: readBeside('page.css'), hasMath })}
<body>
<a class="skip" href="#content">Skip to the content</a>
<div class="side">
<header class="bar">
<a class="home" href="${INDEX}"${isIndex ? ' aria-current="page"' : ''}>Emotion detection</a>
<button class="theme" type="button" hidden></button>
<nav class="notebooks" aria-label="Notebooks">
${step(previous, { rel: 'prev', word: 'Previous', before: '‹' })}
<ol>
${steps.map((notebook, index) => `<li>${entry(notebook, index === current)}</li>`).join('\n')}
</ol>
${step(next, { rel: 'next', word: 'Next', after: '›' })}
</nav>
</header>
${tableOfContents(contents)}
</div>
<script>
${readBeside('page.js')}</script>
<main id="content">
${body}
</main>
<nav class="around" aria-label="Previous and next">
${around(previous, { rel: 'prev', word: 'Previous' })}
${around(next, { rel: 'next', word: 'Next' })}
</nav>
</body>
</html>
`;
}

/** The first that has a page. */
const nearest = (candidates: readonly Step[]) => candidates.find(({ page }) => page !== undefined);

/** A notebook in the list of all. */
function entry({ number, title, page }: Step, isCurrent: boolean): string {
  const label = `<span class="number">${number}</span> <span class="title">${escapeHtml(title)}</span>`;
  if (page === undefined) return `<span class="absent">${label}</span>`;
  return `<a href="${page}"${isCurrent ? ' aria-current="page"' : ''}>${label}</a>`;
}

/** The arrow to a neighbour in the bar. */
function step(
  notebook: Step | undefined,
  { rel, word, before = '', after = '' }: { rel: string; word: string; before?: string; after?: string },
): string {
  if (notebook === undefined) return '';
  const label = escapeHtml(`${word}: ${notebook.number}. ${notebook.title}`);
  return `<a class="step" rel="${rel}" href="${notebook.page}" aria-label="${label}" title="${label}">${before}<span class="word"> ${word} </span>${after}</a>`;
}

function tableOfContents(sections: PageContent['contents']): string {
  if (sections.length === 0) return '';
  const items = sections.map(
    ({ id, text }) => `<li><a href="#${encodeURIComponent(id)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="contents" aria-label="On this page">
<details open><summary>On this page</summary>
<ol>
${items.join('\n')}
</ol>
</details>
</nav>`;
}

/** The link to a neighbour under the page. */
function around(notebook: Step | undefined, { rel, word }: { rel: string; word: string }): string {
  if (notebook === undefined) return '';
  return `<a rel="${rel}" href="${notebook.page}">${word}: ${notebook.number}. ${escapeHtml(notebook.title)}</a>`;
}
