import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeFileAtomic } from '../files/write-file-atomic';
import { printable } from '../printable.cjs';
import type { Figure } from './figure';
import { figurePage } from './figure-page';
import { loadModule } from './load-module';
import { createPagesFolder } from './pages-folder';

/** Beside the notebooks that were run: git ignores it, and a browser in a sandbox (snap, Flatpak) may read it, unlike /tmp. */
const FOLDER = path.join(__dirname, '..', '..', '..', 'out', 'figures');

/** The pages that are kept; with each new one the oldest go, so that figures of people's pictures don't pile up. */
const KEPT = 20;

const figures: Figure[] = [];
let file: string | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Shows a figure of a script in the browser: all of the process's figures are on one page in `out/figures`, which only
 * its user can read. nodeplotlib opens the window, without its server: that would answer the whole network, and its
 * page would load scripts from elsewhere. Where there is no screen, the terminal says what the figure shows and where it is.
 *
 * @throws {ExpectationError} when the page can't be written
 * @example await showInWindow(lossCurves(history));
 */
export function showInWindow(figure: Figure): Promise<void> {
  const shown = last.then(() => add(figure));
  last = shown.catch(() => undefined);
  return shown;
}

async function add(figure: Figure): Promise<void> {
  const isFirst = file === undefined;
  file ??= createPlace();
  figures.push(figure);
  await writeFileAtomic(file, figurePage(figures, { title: 'Figures' }), { mode: 0o600 });
  const again = isFirst ? '' : ' (reload the page)';
  console.log(`Figure ${figures.length}${again}: ${printable(figure.alt)}\n  ${printable(file)}`);
  if (isFirst && hasScreen()) openWindow(file);
}

/** The path of this process's page, in a folder that is its user's alone. */
function createPlace(): string {
  const time = new Date().toISOString().replace(/\..*$/, '').replace(/:/g, '-');
  return path.join(createPagesFolder(FOLDER, { kept: KEPT }), `${time}-${process.pid}.html`);
}

/** Without one, Linux would open a browser in the terminal, under the script's own output. */
function hasScreen(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || [DISPLAY, WAYLAND_DISPLAY].some(Boolean);
}

function openWindow(page: string): void {
  const window = loadModule<typeof import('nodeplotlib/src/lib/utils/open-window')>(
    'nodeplotlib/src/lib/utils/open-window',
  );
  // It goes through a shell: what an address may have and a shell would read is escaped as well.
  const address = pathToFileURL(page).href.replace(
    /[^\w/:.%~-]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  window.openWindow(address);
}
