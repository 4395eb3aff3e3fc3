import { createRequire } from 'node:module';

// When it is first needed, and so that a test can replace it.
const requireFromHere = createRequire(__filename);

/**
 * Whether a window can be opened. Without a screen, Linux would open a text browser in the
 * terminal.
 */
export function hasScreen(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || [DISPLAY, WAYLAND_DISPLAY].some(Boolean);
}

/**
 * Opens an address in the user's browser.
 *
 * @param address such as `http://127.0.0.1:8765/` or a file's URL
 * @example if (hasScreen()) openWindow(pathToFileURL(page).href);
 */
export function openWindow(address: string): void {
  const window = requireFromHere(
    'nodeplotlib/src/lib/utils/open-window',
  ) as typeof import('nodeplotlib/src/lib/utils/open-window');
  // The address is passed through a shell, so characters special to the shell are escaped as well.
  window.openWindow(
    address.replace(
      /[^\w/:.%~-]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    ),
  );
}
