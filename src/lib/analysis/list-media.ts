import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expectation } from '../errors';
import { fileError } from '../files/read-file';
import { VIDEO_EXTENSIONS } from '../video/index';

/** Names of pictures end like this; not all of them can be decoded, but none is left out silently. */
export const PICTURE_EXTENSIONS: readonly string[] = [
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
    const found = mediaIn(given);
    if (found.length > 0) return found;
    throw expectation(given, {
      expectation: 'a folder with photographs or videos',
      found: 'none',
      advice: `Their names end in ${[...PICTURE_EXTENSIONS, ...VIDEO_EXTENSIONS].join(', ')}.`,
    });
  });
  return [...new Set(files)];
}

/** The photographs and videos in a folder and its folders, by name, without hidden ones. */
export function mediaIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('.'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return entries.flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return mediaIn(file);
      return isMediaName(entry.name) ? [file] : [];
    });
  } catch (error) {
    throw fileError(folder, { error, options: { what: 'a folder that can be read' } });
  }
}

/** Whether a file's name is that of a picture or a video. */
export function isMediaName(name: string): boolean {
  const extension = path.extname(name).toLowerCase();
  return PICTURE_EXTENSIONS.includes(extension) || VIDEO_EXTENSIONS.includes(extension);
}
