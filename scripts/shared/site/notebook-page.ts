import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import { renderMath } from './render-math';
import { SiteError } from './site-error';
import { sizeOf, themedSvg } from './themed-svg';

/** What goes between the bars of a page. */
export interface PageContent {
  /** Plain text. */
  title: string;
  /** HTML. */
  body: string;
  /** Its sections. */
  contents: readonly { id: string; text: string }[];
  /** Whether there are formulas in it. */
  hasMath: boolean;
}

/** What {@link readNotebookPage} needs to know about the notebook. */
export interface PageSource {
  /** The notebook's name without its extension. */
  stem: string;
  /** Where the notebook is, and the pictures that it names. */
  folder: string;
  /** By file name the page of every notebook of the walk-through; undefined where there is none. */
  pages: ReadonlyMap<string, string | undefined>;
}

/**
 * Makes the cells that nbconvert has turned into HTML a page's content: links go to pages, formulas
 * are drawn, what may be wide scrolls by itself, and every section can be linked.
 *
 * @param html the cells, as jupyter/nbconvert's template gives them
 * @returns the content, in `lead` the HTML inside the first paragraph, in `picture` that of the
 *   first figure
 * @throws SiteError for what a reader without network would not see
 * @example readNotebookPage(html, { stem: '4-define-model', pages }).contents // [{ id: 'The-layers', text: 'The layers' }, …]
 */
export function readNotebookPage(
  html: string,
  { stem, folder, pages }: PageSource,
): PageContent & { lead: string; picture?: string } {
  const { document } = new JSDOM(html).window;
  const { body } = document;
  const file = `${stem}.ipynb`;
  const hasMath = renderMath(body, { file });
  for (const link of body.querySelectorAll<HTMLAnchorElement>('a[href]')) redirect(link, { pages, file });
  for (const image of body.querySelectorAll<HTMLImageElement>('img[src]')) embed(image, folder);
  checkOffline(body, file);
  for (const table of body.querySelectorAll('table')) scrollByItself(table);
  for (const figure of body.querySelectorAll('figure')) fitFigure(figure);
  for (const box of body.querySelectorAll<HTMLElement>('pre, .formula, .scroll')) letKeyboardScroll(box);
  const title = body.querySelector('h1');
  const contents = linkSections(body);
  return {
    title: title ? textOf(title) : stem,
    lead: body.querySelector('h1 ~ p')?.innerHTML ?? '',
    picture: body.querySelector('figure')?.outerHTML,
    contents,
    body: body.innerHTML,
    hasMath,
  };
}

/**
 * Sends a link to a notebook to its page. Of one to anything else beside the notebook only the text
 * stays.
 */
function redirect(link: Element, { pages, file }: Pick<PageSource, 'pages'> & { file: string }): void {
  const href = link.getAttribute('href') ?? '';
  if (/^(?:[a-z][a-z+.-]*:|\/\/|#)/i.test(href)) return;
  const [target, hash] = href.replace(/^\.\//, '').split('#');
  const page = pages.get(target);
  if (page !== undefined) link.setAttribute('href', hash ? `${page}#${hash}` : page);
  else if (pages.has(target) || !target.endsWith('.ipynb')) link.replaceWith(...link.childNodes);
  else
    throw new SiteError(
      `Expected the links of ${file} to be to notebooks that there are but found ${href}. Correct it in notebooks/${file}, then run \`npm start\`.`,
    );
}

const PICTURES: Readonly<Record<string, string | undefined>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.gif': 'gif',
  '.webp': 'webp',
  '.svg': 'svg+xml',
};

/**
 * Puts a picture that lies beside the notebook into the page. (nbconvert would do it, but closes
 * every element of Markdown that it passes by, such as the answers of exercises.)
 */
function embed(image: Element, folder: string): void {
  const source = image.getAttribute('src') ?? '';
  const type = PICTURES[path.extname(source).toLowerCase()];
  const file = path.join(folder, decodeURIComponent(source));
  if (/^[a-z][a-z+.-]*:/i.test(source) || type === undefined || !existsSync(file)) return;
  image.setAttribute('src', `data:image/${type};base64,${readFileSync(file).toString('base64')}`);
}

/** What a page shows must be in it: nothing is fetched, from the network or from beside it. */
function checkOffline(body: Element, file: string): void {
  const names = ['src', 'srcset', 'poster', 'data', 'href', 'background'];
  const sources = '[src], [srcset], [poster], object[data], link[href], [background]';
  const outside = Array.from(body.querySelectorAll(sources), (element) =>
    names.map((name) => element.getAttribute(name)).find((value) => value !== null),
  ).find((source) => !source?.startsWith('data:'));
  if (outside !== undefined)
    throw new SiteError(
      `Expected all that ${file} shows to be in it, since its page is read without a network, but found ${outside}. Attach the picture to its cell in notebooks/${file}, then run \`npm start\`.`,
    );
}

/** The longest text of a table's cell that stays on one line on a wide screen, in characters. */
const ONE_LINE = 48;

function scrollByItself(table: Element): void {
  for (const cell of table.querySelectorAll('th, td'))
    cell.classList.add((cell.textContent ?? '').trim().length <= ONE_LINE ? 'whole' : 'text');
  const box = table.ownerDocument.createElement('div');
  box.className = 'scroll';
  table.replaceWith(box);
  box.append(table);
}

/** What scrolls must be reached from the keyboard, and say what it is. */
function letKeyboardScroll(box: HTMLElement): void {
  const caption = box.querySelector('caption')?.textContent;
  const kinds = {
    table: 'Table',
    'pre.output': 'Output',
    pre: 'Code',
    '.formula': 'Formula',
    img: 'Figure',
  };
  const [, kind = ''] =
    Object.entries(kinds).find(([name]) => box.matches(name) || box.querySelector(name)) ?? [];
  box.tabIndex = 0;
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', caption ?? kind);
}

const SVG_DATA = 'data:image/svg+xml;base64,';

/**
 * Gives a figure the page's colours, and a box in which it scrolls where the screen is too narrow
 * for its text to be legible.
 */
function fitFigure(figure: Element): void {
  const box = figure.ownerDocument.createElement('div');
  box.className = 'scroll';
  box.append(...figure.childNodes);
  figure.append(box);
  const image = box.querySelector<HTMLImageElement>(`img[src^="${SVG_DATA}"]`);
  if (!image) return;
  const svg = Buffer.from(image.src.slice(SVG_DATA.length), 'base64').toString('utf8');
  image.src = SVG_DATA + Buffer.from(themedSvg(svg)).toString('base64');
  const size = sizeOf(svg);
  if (size) image.style.width = `max(${size.legible}px, min(100%, ${size.width}px))`;
}

/** Makes the ids of headings differ and lists the sections. */
function linkSections(body: Element): PageContent['contents'] {
  const seen = new Set<string>();
  const contents: { id: string; text: string }[] = [];
  for (const heading of body.querySelectorAll('h1, h2, h3, h4')) {
    const text = textOf(heading);
    const name = heading.id || text.replace(/\s+/g, '-');
    let id = name;
    for (let n = 2; seen.has(id); n++) id = `${name}-${n}`;
    seen.add(id);
    heading.id = id;
    const anchor = heading.querySelector('.anchor-link');
    anchor?.setAttribute('href', `#${encodeURIComponent(id)}`);
    anchor?.setAttribute('aria-label', `Link to ${text}`);
    if (heading.localName === 'h2') contents.push({ id, text });
  }
  return contents;
}

function textOf(heading: Element): string {
  const anchor = heading.querySelector('.anchor-link');
  return Array.from(heading.childNodes)
    .filter((node) => node !== anchor)
    .map(({ textContent }) => textContent)
    .join('')
    .trim();
}
