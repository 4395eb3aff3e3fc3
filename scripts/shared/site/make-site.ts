import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../../src/lib/files/make-folder';
import { temporaryFolder } from '../../../src/lib/files/temporary-folder';
import { writeFileAtomic } from '../../../src/lib/files/write-file-atomic';
import { escapeGlob } from '../escape-glob';
import { nbconvert } from '../nbconvert';
import type { RunRecord } from '../run-record';
import { indexContent } from './index-page';
import { INDEX, layout } from './layout';
import { readNotebookPage } from './notebook-page';

/** From where to where {@link makeSite} makes pages. */
export interface SiteFolders {
  /** All notebooks of the walk-through, in order. */
  notebooks: readonly { stem: string; title: string }[];
  /** The folder of the executed notebooks. */
  from: string;
  /** The folder that gets the pages; created if it is missing. */
  to: string;
  /** The first page of the API reference, relative to the site, if the site has one. */
  reference?: string;
  /** The camera page, relative to the site, if the site has one. */
  camera?: string;
  /** As `childEnvironment()` makes it. */
  environment: NodeJS.ProcessEnv;
}

/**
 * Makes a page of each executed notebook and an index of them. Every page is a single file. Pages
 * that an earlier run left of notebooks that did not run this time are removed.
 *
 * @throws SiteError when a notebook holds what a page can't show
 * @example await makeSite(run, { notebooks: listNotebooks(), from: 'out', to: 'site', environment });
 */
export async function makeSite(
  run: RunRecord,
  { notebooks, from, to, environment, reference, camera }: SiteFolders,
): Promise<{ pages: number; bytes: number }> {
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
  const contents = all.map(({ stem }) => {
    const body = bodies.get(stem);
    return body === undefined ? undefined : readNotebookPage(body, { stem, folder: from, pages });
  });
  const withLeads = all.map((notebook, index) => ({ ...notebook, lead: contents[index]?.lead }));

  const files = new Map([
    [INDEX, layout(indexContent(run, withLeads, { reference, camera }), { notebooks: all })],
  ]);
  for (const [current, { stem }] of all.entries()) {
    const name = `${stem}.html`;
    const content = contents[current];
    if (content) files.set(name, layout(content, { notebooks: all, current }));
    else rmSync(path.join(to, name), { force: true });
  }
  await makeFolder(to);
  for (const [name, html] of files) await writeFileAtomic(path.join(to, name), html);
  const bytes = [...files.values()].reduce((sum, html) => sum + Buffer.byteLength(html), 0);
  return { pages: files.size, bytes };
}

/**
 * The cells of notebooks as HTML, by their stems: one call of nbconvert, which takes longer to
 * start than to convert.
 */
async function convert(
  stems: readonly string[],
  { from, environment }: Pick<SiteFolders, 'from' | 'environment'>,
): Promise<Map<string, string>> {
  if (stems.length === 0) return new Map();
  const folder = temporaryFolder('site');
  try {
    const page = ['--to', 'html', '--template', 'project'];
    const executed = stems.map((stem) => escapeGlob(path.join(from, `${stem}.ipynb`)));
    await nbconvert([...page, '--output-dir', folder, ...executed], environment);
    return new Map(stems.map((stem) => [stem, readFileSync(path.join(folder, `${stem}.html`), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
