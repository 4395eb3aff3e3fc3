import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeFileAtomic } from '../files/write-file-atomic';
import { libraryPath } from '../library-path';
import { hasScreen, openWindow } from '../open-window';
import { printable } from '../printable.cjs';
import type { Figure } from './figure';
import { figurePage } from './figure-page';
import { createPagesFolder } from './pages-folder';

/**
 * Inside the project and ignored by git: a sandboxed browser (snap, Flatpak) can read it, unlike
 * /tmp.
 */
const folder = () => path.resolve(libraryPath('out', 'figures'));

/**
 * The number of pages kept. Older ones are deleted, so that figures with people's photographs don't
 * accumulate.
 */
const KEPT = 20;

const figures: Figure[] = [];
let file: string | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Shows a script's figure in the browser. All figures of a process are on one page in
 * `out/figures`, readable only by its user. nodeplotlib opens the window, but its server is not
 * used: it would be reachable from the whole network, and its page would load scripts from
 * elsewhere. The terminal prints the figure's alternative text and the page's path.
 *
 * @throws ExpectationError when the page can't be written
 * @example await showInWindow(lossCurves(history));
 */
export function showInWindow(figure: Figure): Promise<void> {
  const shown = last.then(() => add(figure));
  last = shown.catch(() => undefined);
  return shown;
}

async function add(figure: Figure): Promise<void> {
  const isFirst = file === undefined;
  file ??= createPagePath();
  figures.push(figure);
  await writeFileAtomic(file, figurePage(figures, { title: 'Figures' }), { mode: 0o600 });
  const again = isFirst ? '' : ' (reload the page)';
  console.log(`Figure ${figures.length}${again}: ${printable(figure.alt)}\n  ${printable(file)}`);
  if (isFirst && hasScreen()) openWindow(pathToFileURL(file).href);
}

/** The path of this process's page, in a folder that only its user can read. */
function createPagePath(): string {
  const time = new Date().toISOString().replace(/\..*$/, '').replace(/:/g, '-');
  return path.join(createPagesFolder(folder(), { kept: KEPT }), `${time}-${process.pid}.html`);
}
