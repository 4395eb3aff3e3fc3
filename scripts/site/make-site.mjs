import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { makeTemporaryFolder } from '../../src/lib/processes/temporaries.cjs';
import { escapeGlob } from '../shared/escape-glob.mjs';
import { nbconvert } from '../shared/nbconvert.mjs';
import { writeFile } from '../shared/write-file.mjs';
import { indexContent } from './index-page.mjs';
import { INDEX, layout } from './layout.mjs';
import { readNotebookPage } from './notebook-page.mjs';

/**
 * Makes a page of each executed notebook and an index of them. Every page is whole in itself; a page that an earlier run
 * left of a notebook that did not run now is removed.
 *
 * @param {import('../shared/run-record.mjs').RunRecord} run
 * @param {object} options
 * @param {{ stem: string, title: string }[]} options.notebooks all of the walk-through, in their order
 * @param {string} options.from the folder of the executed notebooks
 * @param {string} options.to the folder that gets the pages; made where it is missing
 * @param {NodeJS.ProcessEnv} options.environment as `childEnvironment()` makes it
 * @returns {Promise<{ pages: number, bytes: number }>}
 * @throws {import('./site-error.mjs').SiteError} when a notebook holds what a page can't show
 * @example await makeSite(run, { notebooks: listNotebooks(), from: 'out', to: 'site', environment });
 */
export async function makeSite(run, { notebooks, from, to, environment }) {
  const ran = new Map(run.notebooks.map(({ stem, milliseconds }) => [stem, milliseconds]));
  const all = notebooks.map(({ stem, title }) => ({
    stem,
    title,
    page: ran.has(stem) ? `${encodeURIComponent(stem)}.html` : undefined,
    milliseconds: ran.get(stem),
  }));
  const bodies = await convert(
    all.filter(({ page }) => page).map(({ stem }) => stem),
    { from, environment },
  );
  const pages = new Map(all.map(({ stem, page }) => [`${stem}.ipynb`, page]));
  const contents = all.map(({ stem }) =>
    bodies.has(stem) ? readNotebookPage(bodies.get(stem), { stem, folder: from, pages }) : undefined,
  );
  const withLeads = all.map((notebook, index) => ({ ...notebook, lead: contents[index]?.lead }));

  const files = new Map([[INDEX, layout(indexContent(run, withLeads), { notebooks: all })]]);
  for (const [current, { stem }] of all.entries()) {
    const name = `${stem}.html`;
    if (contents[current]) files.set(name, layout(contents[current], { notebooks: all, current }));
    else rmSync(path.join(to, name), { force: true });
  }
  for (const [name, html] of files) writeFile(path.join(to, name), html);
  const bytes = [...files.values()].reduce((sum, html) => sum + Buffer.byteLength(html), 0);
  return { pages: files.size, bytes };
}

/** The cells of notebooks as HTML, by their stems: one call of nbconvert, which takes longer to start than to convert. */
async function convert(stems, { from, environment }) {
  if (stems.length === 0) return new Map();
  const folder = makeTemporaryFolder('site');
  try {
    const page = ['--to', 'html', '--template', 'project'];
    const executed = stems.map((stem) => escapeGlob(path.join(from, `${stem}.ipynb`)));
    await nbconvert([...page, '--output-dir', folder, ...executed], environment);
    return new Map(stems.map((stem) => [stem, readFileSync(path.join(folder, `${stem}.html`), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
