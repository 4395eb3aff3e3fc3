import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import temml from 'temml';
import { SiteError } from './site-error.mjs';

/** Formulas as nbconvert passes them on: $$block$$, $inline$, and LaTeX's environments. */
const FORMULA =
  /\$\$(?<block>.+?)\$\$|\$(?<inline>[^$]+?)\$|(?<environment>\\begin\{([a-z]*\*?)\}.+?\\end\{\4\})/gs;

/** Where a dollar is a dollar. */
const VERBATIM = 'pre, code, script, style, math';

/**
 * Replaces the TeX formulas in an element's text by MathML, which browsers draw by themselves: no script, no font.
 *
 * @param {Element} element
 * @param {{ file: string }} options the notebook, for the error
 * @returns {boolean} whether there was one: the page then needs {@link mathStyle}
 * @throws {SiteError} for a formula that is none
 * @example renderMath(document.body, { file: '5-train-model.ipynb' }); // false
 */
export function renderMath(element, { file }) {
  const { document, NodeFilter } = element.ownerDocument.defaultView;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  let found = false;
  for (const text of texts) {
    if (text.parentElement.closest(VERBATIM)) continue;
    const pieces = splitFormulas(text.data);
    if (pieces.every(({ tex }) => tex === undefined)) continue;
    found = true;
    const nodes = pieces.map(({ plain, tex, displayMode }) => {
      if (tex === undefined) return document.createTextNode(plain);
      const holder = document.createElement('span');
      holder.className = displayMode ? 'formula' : 'inline-formula';
      holder.innerHTML = toMathML(tex, { displayMode, file });
      return holder;
    });
    text.replaceWith(...nodes);
  }
  return found;
}

/** The style sheet that formulas need, with its font inside. */
export function mathStyle() {
  const { resolve } = createRequire(import.meta.url);
  const font = readFileSync(resolve('temml/dist/Temml.woff2'), 'base64');
  return readFileSync(resolve('temml/dist/Temml-Local.css'), 'utf8').replace(
    "url('Temml.woff2')",
    `url(data:font/woff2;base64,${font})`,
  );
}

function splitFormulas(text) {
  const pieces = [];
  let end = 0;
  for (const { index, 0: whole, groups } of text.matchAll(FORMULA)) {
    const { block, inline, environment } = groups;
    pieces.push({ plain: text.slice(end, index) });
    pieces.push({ tex: block ?? inline ?? environment, displayMode: inline === undefined });
    end = index + whole.length;
  }
  return [...pieces, { plain: text.slice(end) }];
}

function toMathML(tex, { displayMode, file }) {
  try {
    // Kept as an annotation, a formula can be copied as TeX.
    return temml.renderToString(tex, { displayMode, annotate: true, throwOnError: true });
  } catch (error) {
    if (!(error instanceof temml.ParseError)) throw error;
    throw new SiteError(
      `Expected the formula ${tex.trim()} in ${file} to be TeX but found: ${error.message.trim()}.`,
      { cause: error },
    );
  }
}
