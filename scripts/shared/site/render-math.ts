import { readFileSync } from 'node:fs';
import temml from 'temml';
import { SiteError } from './site-error';

/** Formulas as nbconvert passes them on: $$block$$, $inline$, and LaTeX's environments. */
const FORMULA =
  /\$\$(?<block>.+?)\$\$|\$(?<inline>[^$]+?)\$|(?<environment>\\begin\{([a-z]*\*?)\}.+?\\end\{\4\})/gs;

/** Where a dollar is a dollar. */
const VERBATIM = 'pre, code, script, style, math';

/** NodeFilter.SHOW_TEXT of the DOM. */
const SHOW_TEXT = 4;

/**
 * Replaces the TeX formulas in an element's text by MathML, which browsers draw by themselves: no
 * script, no font.
 *
 * @param options.file the notebook, for the error
 * @returns whether there was one: the page then needs {@link mathStyle}
 * @throws SiteError for a formula that is none
 * @example renderMath(document.body, { file: '5-train-model.ipynb' }); // false
 */
export function renderMath(element: Element, { file }: { file: string }): boolean {
  const document = element.ownerDocument;
  const walker = document.createTreeWalker(element, SHOW_TEXT);
  const texts: Node[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  let found = false;
  for (const text of texts) {
    if (text.parentElement?.closest(VERBATIM)) continue;
    const pieces = splitFormulas(text.nodeValue ?? '');
    if (pieces.every(({ tex }) => tex === undefined)) continue;
    found = true;
    const nodes = pieces.map(({ plain = '', tex, displayMode = false }) => {
      if (tex === undefined) return document.createTextNode(plain);
      const holder = document.createElement('span');
      holder.className = displayMode ? 'formula' : 'inline-formula';
      holder.innerHTML = toMathML(tex, { displayMode, file });
      return holder;
    });
    const fragment = document.createDocumentFragment();
    fragment.append(...nodes);
    text.parentNode?.replaceChild(fragment, text);
  }
  return found;
}

/** The style sheet that formulas need, with its font inside. */
export function mathStyle(): string {
  const font = readFileSync(require.resolve('temml/dist/Temml.woff2'), 'base64');
  return readFileSync(require.resolve('temml/dist/Temml-Local.css'), 'utf8').replace(
    "url('Temml.woff2')",
    `url(data:font/woff2;base64,${font})`,
  );
}

/** A part of a text: plain, or a formula. */
interface Piece {
  plain?: string;
  tex?: string;
  displayMode?: boolean;
}

function splitFormulas(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { index, 0: whole, groups = {} } of text.matchAll(FORMULA)) {
    const { block, inline, environment } = groups;
    pieces.push({ plain: text.slice(end, index) });
    pieces.push({ tex: block ?? inline ?? environment, displayMode: inline === undefined });
    end = index + whole.length;
  }
  return [...pieces, { plain: text.slice(end) }];
}

function toMathML(tex: string, { displayMode, file }: { displayMode: boolean; file: string }): string {
  try {
    // Kept as an annotation, a formula can be copied as TeX.
    return temml.renderToString(tex, { displayMode, annotate: true, throwOnError: true });
  } catch (error) {
    // temml's types don't say that its ParseError is an Error.
    if (!(error instanceof temml.ParseError) || !(error instanceof Error)) throw error;
    throw new SiteError(
      `Expected the formula ${tex.trim()} in ${file} to be TeX but found: ${error.message.trim()}.`,
      { cause: error },
    );
  }
}
