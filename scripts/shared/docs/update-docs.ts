import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expectation } from '../../../src/lib/errors';
import { writeFileAtomic } from '../../../src/lib/files/write-file-atomic';
import { projectRoot } from '../environment.mjs';
import { replaceBetween } from '../replace-between';
import { renderParts } from './parts';

const BEGIN = /<!-- begin:([\w-]+) -->/g;

/** The pages that may have marked parts, from the project's root. */
const pages = (): string[] => [
  'README.md',
  path.join('models', 'README.md'),
  ...readdirSync(path.join(projectRoot, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join('docs', name)),
];

/**
 * A page with its marked parts as they have to be.
 *
 * @param options.file the page's name, for errors
 * @param options.parts texts by the names in the marks
 * @throws ExpectationError for an unknown part, and for one without an end
 * @example renderPage('<!-- begin:a -->1<!-- end:a -->', { file: 'README.md', parts: { a: '2' } });
 */
export function renderPage(
  page: string,
  { file, parts }: { file: string; parts: Readonly<Record<string, string>> },
): string {
  const names = [...page.matchAll(BEGIN)].map(([, name]) => name);
  return names.reduce((text, name) => {
    if (!Object.hasOwn(parts, name))
      throw expectation(`the part ${name} of ${file}`, {
        expectation: `one of ${Object.keys(parts).join(', ')}`,
        found: 'none of them',
      });
    if (names.indexOf(name) !== names.lastIndexOf(name))
      throw expectation(`the part ${name} of ${file}`, { expectation: 'there once', found: 'several' });
    const marks = { begin: `<!-- begin:${name} -->`, end: `<!-- end:${name} -->` };
    const rendered = replaceBetween(text, { ...marks, text: parts[name] });
    if (rendered === undefined)
      throw expectation(`the part ${name} of ${file}`, {
        expectation: `to end with ${marks.end}`,
        found: 'no end',
      });
    return rendered;
  }, page);
}

/**
 * Renders the marked parts of README.md, models/README.md and docs/*.md from the bundled model's card and docs/data.
 *
 * @param options.check leaves the pages as they are
 * @returns the pages that changed, or would, from the project's root
 * @throws ExpectationError for an invalid page or file of figures
 * @example const stale = await updateDocs({ check: true });
 */
export async function updateDocs({ check = false }: { check?: boolean } = {}): Promise<string[]> {
  const parts = await renderParts();
  const changed = [];
  for (const file of pages()) {
    const full = path.join(projectRoot, file);
    const page = readFileSync(full, 'utf8');
    const rendered = renderPage(page, { file, parts });
    if (rendered === page) continue;
    changed.push(file);
    if (!check) await writeFileAtomic(full, rendered);
  }
  return changed;
}
