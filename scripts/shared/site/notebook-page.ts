import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import { renderMath } from './render-math';
import { SiteError } from './site-error';

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
 * @returns the content, and in `lead` the HTML inside the first paragraph
 * @throws SiteError for what a reader without network would not see
 * @example readNotebookPage(html, { stem: '4-define-model', pages }).contents // [{ id: 'The-layers', text: 'The layers' }, …]
 */
export function readNotebookPage(
  html: string,
  { stem, folder, pages }: PageSource,
): PageContent & { lead: string } {
  const { document } = new JSDOM(html).window;
  const { body } = document;
  const file = `${stem}.ipynb`;
  const hasMath = renderMath(body, { file });
  for (const link of body.querySelectorAll<HTMLAnchorElement>('a[href]')) redirect(link, { pages, file });
  for (const image of body.querySelectorAll<HTMLImageElement>('img[src]')) embed(image, folder);
  checkOffline(body, file);
  for (const table of body.querySelectorAll('table')) scrollByItself(table);
  for (const figure of body.querySelectorAll('figure')) offerFullSize(figure);
  for (const box of body.querySelectorAll<HTMLElement>('pre, .formula, .scroll')) letKeyboardScroll(box);
  const title = body.querySelector('h1');
  const contents = linkSections(body);
  return {
    title: title ? textOf(title) : stem,
    lead: body.querySelector('h1 ~ p')?.innerHTML ?? '',
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

function scrollByItself(table: Element): void {
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

/**
 * On a narrow screen a figure is small; its full size then is one tap away, in a box that scrolls.
 */
function offerFullSize(figure: Element): void {
  const { ownerDocument: document } = figure;
  const box = document.createElement('div');
  box.className = 'scroll';
  box.append(...figure.childNodes);
  const label = document.createElement('label');
  const checkbox = document.createElement('input');
  checkbox.type = 'checkbox';
  label.append(checkbox, ' full size');
  label.className = 'full-size';
  figure.append(label, box);
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
