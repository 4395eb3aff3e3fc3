import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import { renderMath } from './render-math.mjs';
import { SiteError } from './site-error.mjs';

/**
 * What goes between the bars of a page.
 *
 * @typedef {object} PageContent
 * @property {string} title plain text
 * @property {string} body HTML
 * @property {{ id: string, text: string }[]} contents its sections
 * @property {boolean} hasMath whether there are formulas in it
 */

/**
 * Makes the cells that nbconvert has turned into HTML a page's content: links go to pages, formulas are drawn, what may
 * be wide scrolls by itself, and every section can be linked.
 *
 * @param {string} html the cells, as jupyter/nbconvert's template gives them
 * @param {{ stem: string, folder: string, pages: Map<string, string | undefined> }} options stem: the notebook's; folder:
 *   where it lies, and the pictures that it names; pages: of every notebook of the walk-through, by its file's name, the
 *   page, or undefined when there is none
 * @returns {PageContent & { lead: string }} lead: the HTML inside the first paragraph
 * @throws {SiteError} for what a reader without network would not see
 * @example readNotebookPage(html, { stem: '4-define-model', pages }).contents // [{ id: 'The-layers', text: 'The layers' }, …]
 */
export function readNotebookPage(html, { stem, folder, pages }) {
  const { document } = new JSDOM(html).window;
  const { body } = document;
  const file = `${stem}.ipynb`;
  const hasMath = renderMath(body, { file });
  for (const link of body.querySelectorAll('a[href]')) redirect(link, { pages, file });
  for (const image of body.querySelectorAll('img[src]')) embed(image, folder);
  checkOffline(body, file);
  for (const table of body.querySelectorAll('table')) scrollByItself(table);
  for (const figure of body.querySelectorAll('figure')) offerFullSize(figure);
  for (const box of body.querySelectorAll('pre, .formula, .scroll')) letKeyboardScroll(box);
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

/** Sends a link to a notebook to its page. Of one to anything else beside the notebook only the text stays. */
function redirect(link, { pages, file }) {
  const href = link.getAttribute('href');
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

const PICTURES = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.gif': 'gif',
  '.webp': 'webp',
  '.svg': 'svg+xml',
};

/**
 * Puts a picture that lies beside the notebook into the page. (nbconvert would do it, but closes every element of
 * Markdown that it passes by, such as the answers of exercises.)
 */
function embed(image, folder) {
  const source = image.getAttribute('src');
  const type = PICTURES[path.extname(source).toLowerCase()];
  const file = path.join(folder, decodeURIComponent(source));
  if (/^[a-z][a-z+.-]*:/i.test(source) || type === undefined || !existsSync(file)) return;
  image.setAttribute('src', `data:image/${type};base64,${readFileSync(file).toString('base64')}`);
}

/** What a page shows must be in it: nothing is fetched, from the network or from beside it. */
function checkOffline(body, file) {
  const [outside] = [
    ...body.querySelectorAll('[src], [srcset], [poster], object[data], link[href], [background]'),
  ]
    .map((element) => {
      const name = ['src', 'srcset', 'poster', 'data', 'href', 'background'].find((key) =>
        element.hasAttribute(key),
      );
      return element.getAttribute(name);
    })
    .filter((source) => !source.startsWith('data:'));
  if (outside !== undefined)
    throw new SiteError(
      `Expected all that ${file} shows to be in it, since its page is read without a network, but found ${outside}. Attach the picture to its cell in notebooks/${file}, then run \`npm start\`.`,
    );
}

function scrollByItself(table) {
  const box = table.ownerDocument.createElement('div');
  box.className = 'scroll';
  table.replaceWith(box);
  box.append(table);
}

/** What scrolls must be reached from the keyboard, and say what it is. */
function letKeyboardScroll(box) {
  const caption = box.querySelector('caption')?.textContent;
  const kinds = {
    table: 'Table',
    'pre.output': 'Output',
    pre: 'Code',
    '.formula': 'Formula',
    img: 'Figure',
  };
  const [, kind] = Object.entries(kinds).find(([name]) => box.matches(name) || box.querySelector(name));
  box.tabIndex = 0;
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', caption ?? kind);
}

/** On a narrow screen a figure is small; its full size then is one tap away, in a box that scrolls. */
function offerFullSize(figure) {
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
function linkSections(body) {
  const seen = new Set();
  const contents = [];
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

function textOf(heading) {
  const copy = heading.cloneNode(true);
  copy.querySelector('.anchor-link')?.remove();
  return copy.textContent.trim();
}
