import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';
import type { PageContent } from './notebook-page';
import { pageHead, readBeside } from './page-head';

/**
 * A notebook as slides for a lecture: one file with reveal.js in it, so that nothing is fetched.
 *
 * What starts a slide is in the cells' metadata, as Jupyter writes it (`slideshow.slide_type`). In a
 * notebook without any, a heading of level 1 or 2 starts a slide, and prose between two cells of
 * code the next one below it. A figure, a table or a long text that code shows has a slide of its
 * own below the code, where it is seen whole.
 *
 * @param content as `readNotebookPage()` makes it
 * @param options.page the file of the notebook's page, to which the slides link
 * @returns HTML
 * @example slidesPage(readNotebookPage(html, source), { page: '4-define-model.html' });
 */
export function slidesPage({ title, body, hasMath }: PageContent, { page }: { page: string }): string {
  const { document } = new JSDOM(body).window;
  const columns = arrange([...document.querySelectorAll('body > section')]);
  const before = `${readPackage('reveal.js/reveal.css')}\n`;
  return `${pageHead({ title, before, styles: readBeside('slides.css'), hasMath })}
<body>
<div class="reveal"><div class="slides">
${columns.map(column).join('\n')}
</div></div>
<a class="page" href="${page}">Notebook</a>
<script>
${readPackage('reveal.js').replace(/<(?=!--|\/?script)/gi, '\\x3c')}
</script>
<script>
Reveal.initialize({ hash: true, width: 1280, height: 760, center: false, transition: 'none', slideNumber: 'c/t' });
</script>
</body>
</html>
`;
}

const readPackage = (file: string) => readFileSync(require.resolve(file), 'utf8');

/** The HTML of what a slide shows, in order. */
type Slide = string[];

/** The slides next to each other, each with those below it. */
function arrange(cells: readonly Element[]): Slide[][] {
  const isMarked = cells.some((cell) => cell.hasAttribute('data-slide'));
  const pieces = isMarked
    ? cells.filter((cell) => cell.getAttribute('data-slide') !== 'skip').flatMap(marked)
    : cells.flatMap(unmarked);
  const columns: Slide[][] = [];
  for (const [i, { html, type, kind }] of pieces.entries()) {
    const slides = columns.at(-1);
    // Prose that no code follows is about what the code before it has shown.
    const leadsOn = kind === 'prose' && pieces[i - 1]?.kind === 'code' && pieces[i + 1]?.kind === 'code';
    const goesBelow = type === 'subslide' || (!isMarked && leadsOn);
    if (slides === undefined || type === 'slide') columns.push([[html]]);
    else if (goesBelow) slides.push([html]);
    else slides.at(-1)?.push(html);
  }
  return columns;
}

interface Piece {
  html: string;
  /** `slide`, `subslide`, or anything else: it continues the slide. */
  type: string;
  /** The class of the cell. */
  kind: string;
}

/** A cell whose metadata says where it goes, and below it each large output. */
function marked(cell: Element): Piece[] {
  const type = cell.getAttribute('data-slide') ?? '-';
  return partsOf(cell, (child) => cell.className === 'code' && isLarge(child)).map((part, i) => {
    const html = htmlOf(cell, part);
    if (type === 'notes') return { html: `<aside class="notes">${html}</aside>`, type, kind: cell.className };
    if (i > 0) return { html, type: 'subslide', kind: cell.className };
    return {
      html: type === 'fragment' ? `<div class="fragment">${html}</div>` : html,
      ...{ type, kind: cell.className },
    };
  });
}

/** The parts of a cell, each from one heading to the next; code has no headings. */
function unmarked(cell: Element): Piece[] {
  if (cell.className === 'code') return marked(cell);
  return partsOf(cell, isHeading).map((part) => ({
    html: htmlOf(cell, part),
    type: part[0] && isHeading(part[0]) ? 'slide' : '-',
    kind: cell.className,
  }));
}

/** What is in a cell, in parts that begin where they are told to. */
function partsOf(cell: Element, begins: (child: Element) => boolean): Element[][] {
  const parts: Element[][] = [[]];
  for (const child of cell.children) {
    if (begins(child) && parts.at(-1)?.length) parts.push([]);
    parts.at(-1)?.push(child);
  }
  return parts;
}

const htmlOf = ({ className }: Element, part: readonly Element[]) =>
  `<div class="${className}">${part.map(({ outerHTML }) => outerHTML).join('\n')}</div>`;

/** The most lines of printed text that stay on the slide of their code. */
const MOST_LINES = 12;

/** Whether an output of code needs a slide of its own. */
const isLarge = (output: Element) =>
  output.matches('figure') ||
  output.querySelector('figure, table') !== null ||
  (output.matches('pre.output') && (output.textContent ?? '').trim().split('\n').length > MOST_LINES);

const isHeading = ({ localName }: Element) => localName === 'h1' || localName === 'h2';

/** To reveal.js a `section` is a slide, and within it those below each other. */
function column(slides: readonly Slide[]): string {
  const [first, ...others] = slides.map((slide) => `<section>\n${slide.join('\n')}\n</section>`);
  return others.length === 0 ? first : `<section>\n${[first, ...others].join('\n')}\n</section>`;
}
