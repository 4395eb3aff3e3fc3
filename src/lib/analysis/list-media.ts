import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expectation } from '../errors';
import { fileError } from '../files/read-file';
import { VIDEO_EXTENSIONS } from '../video/index';

/** Names of pictures end like this; not all of them can be decoded, but none is left out silently. */
const PICTURE_EXTENSIONS = [
  ...['.jpg', '.jpeg', '.png', '.webp', '.gif', '.tif', '.tiff', '.avif', '.heic', '.heif', '.bmp'],
];

/**
 * Lists the photographs and videos at paths: files as they are, and those in folders and their
 * folders, by name, without hidden ones.
 *
 * @throws ExpectationError when a folder has none, or can't be read
 * @example const files = listMedia(['party/', 'clip.mp4']);
 */
export function listMedia(paths: readonly string[]): string[] {
  const files = paths.flatMap((given) => {
    // A file that is not there is named later, as one of those that fail.
    if (!statSync(given, { throwIfNoEntry: false })?.isDirectory()) return [given];
    const found = listFolder(given);
    if (found.length > 0) return found;
    throw expectation(given, {
      expectation: 'a folder with photographs or videos',
      found: 'none',
      advice: `Their names end in ${[...PICTURE_EXTENSIONS, ...VIDEO_EXTENSIONS].join(', ')}.`,
    });
  });
  return [...new Set(files)];
}

function listFolder(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('.'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return entries.flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return listFolder(file);
      const extension = path.extname(entry.name).toLowerCase();
      return PICTURE_EXTENSIONS.includes(extension) || VIDEO_EXTENSIONS.includes(extension) ? [file] : [];
    });
  } catch (error) {
    throw fileError(folder, { error, options: { what: 'a folder that can be read' } });
  }
}
