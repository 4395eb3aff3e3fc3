import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../../src/lib/files/make-folder';
import { temporaryFolder } from '../../../src/lib/files/temporary-folder';
import { writeFileAtomic } from '../../../src/lib/files/write-file-atomic';
import { escapeGlob } from '../escape-glob';
import { nbconvert } from '../nbconvert';
import { withoutAnswers } from '../notebooks/without-answers';
import type { RunRecord } from '../run-record';
import { indexContent } from './index-page';
import { INDEX, layout } from './layout';
import { readNotebookPage } from './notebook-page';
import { slidesPage } from './slides-page';

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
  /** Whether the pages show the answers to the exercises. */
  answers?: boolean;
  /** Whether to make slides of each notebook, too. */
  slides?: boolean;
  /** Whether the site has PDFs of the pages beside them. */
  pdf?: boolean;
  /** The folder of the notebooks themselves, relative to the site, if the site has one. */
  files?: string;
  /** As `childEnvironment()` makes it. */
  environment: NodeJS.ProcessEnv;
}

/** The file of a notebook's slides. */
const slidesName = (stem: string) => `${stem}.slides.html`;

/**
 * Makes a page of each executed notebook and an index of them. Every page is a single file. Pages
 * and slides that an earlier call left, and this one does not make, are removed.
 *
 * @returns the number of pages, those of slides included, and their size
 * @throws SiteError when a notebook holds what a page can't show
 * @example await makeSite(run, { notebooks: listNotebooks(), from: 'out', to: 'site', environment });
 */
export async function makeSite(
  run: RunRecord,
  {
    notebooks,
    from,
    to,
    environment,
    reference,
    camera,
    answers = true,
    slides = false,
    pdf = false,
    files: folder,
  }: SiteFolders,
): Promise<{ pages: number; bytes: number }> {
  const ran = new Map(run.notebooks.map(({ stem, milliseconds }) => [stem, milliseconds]));
  const all = notebooks.map(({ stem, title }) => ({
    stem,
    title,
    page: ran.has(stem) ? `${encodeURIComponent(stem)}.html` : undefined,
    ...(slides && { slides: encodeURIComponent(slidesName(stem)) }),
    ...(pdf && { pdf: `${encodeURIComponent(stem)}.pdf` }),
    ...(folder !== undefined && { file: `${folder}/${encodeURIComponent(stem)}.ipynb` }),
    milliseconds: ran.get(stem),
  }));
  const bodies = await convert(
    all.filter(({ page }) => page).map(({ stem }) => stem),
    { from, environment, answers },
  );
  const pages = new Map(all.map(({ stem, page }) => [`${stem}.ipynb`, page]));
  const contents = all.map(({ stem }) => {
    const body = bodies.get(stem);
    return body === undefined ? undefined : readNotebookPage(body, { stem, folder: from, pages });
  });
  const withLeads = all.map((notebook, index) => ({ ...notebook, lead: contents[index]?.lead }));
  const picture = contents.flatMap((content) => content?.picture ?? []).at(-1);

  const files = new Map([
    [INDEX, layout(indexContent(run, withLeads, { reference, camera, picture }), { notebooks: all })],
  ]);
  for (const [current, { stem, page }] of all.entries()) {
    const content = contents[current];
    if (content) files.set(`${stem}.html`, layout(content, { notebooks: all, current }));
    if (content && page && slides) files.set(slidesName(stem), slidesPage(content, { page }));
  }
  await makeFolder(to);
  for (const name of all.flatMap(({ stem }) => [`${stem}.html`, slidesName(stem)]))
    if (!files.has(name)) rmSync(path.join(to, name), { force: true });
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
  { from, environment, answers }: Pick<SiteFolders, 'from' | 'environment' | 'answers'>,
): Promise<Map<string, string>> {
  if (stems.length === 0) return new Map();
  const folder = temporaryFolder('site');
  try {
    if (!answers)
      for (const name of stems.map((stem) => `${stem}.ipynb`)) {
        const text = readFileSync(path.join(from, name), 'utf8');
        writeFileSync(path.join(folder, name), withoutAnswers(text, { file: name }));
      }
    const page = ['--to', 'html', '--template', 'project'];
    const executed = stems.map((stem) => escapeGlob(path.join(answers ? from : folder, `${stem}.ipynb`)));
    await nbconvert([...page, '--output-dir', folder, ...executed], environment);
    return new Map(stems.map((stem) => [stem, readFileSync(path.join(folder, `${stem}.html`), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
