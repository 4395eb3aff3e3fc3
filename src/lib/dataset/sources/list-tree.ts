import { opendirSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { expectation } from '../../errors';
import { fileError, kindOfEntry } from '../../files/read-file';
import { isMetadataFile } from './is-metadata-file';
import { LIMITS } from '../limits';

/**
 * The entries of a folder, without system metadata files.
 *
 * @throws ExpectationError for an unreadable folder, or one with too many entries
 * @example const names = entriesIn('data').map(({ name }) => name);
 */
export function entriesIn(folder: string): Dirent[] {
  const entries: Dirent[] = [];
  try {
    const handle = opendirSync(folder, { bufferSize: 1024 });
    try {
      for (let entry = handle.readSync(); entry !== null; entry = handle.readSync()) {
        if (isMetadataFile(entry.name)) continue;
        entries.push(entry);
        if (entries.length > LIMITS.entries) throw tooMany(folder);
      }
    } finally {
      handle.closeSync();
    }
  } catch (error) {
    throw fileError(folder, { error, options: { what: 'a folder that can be read', advice: PERMISSION } });
  }
  return entries;
}

function tooMany(folder: string) {
  return expectation(folder, {
    expectation: `a folder of at most ${LIMITS.entries.toLocaleString('en')} files and folders`,
    found: 'more',
    advice: 'Use a subset of it.',
  });
}

const PERMISSION = 'Change its permissions, or move the data set to another place.';

/**
 * All files and folders (which end with a `/`) of a folder down to a depth, as paths relative to
 * `top` and separated by `/`. The depth keeps a link to a parent folder from being followed
 * forever.
 *
 * @param options
 * @param options.root the folder, relative to `top`; an empty text for `top` itself
 * @throws ExpectationError for an unreadable folder, for too many entries, and for a pipe,
 *   device, socket or broken link
 * @example const paths = listTree('data/fer2013', { root: 'train', depth: 2 });
 */
export function listTree(top: string, { root, depth }: { root: string; depth: number }): string[] {
  const found: string[] = [];
  const visit = (folder: string, left: number) => {
    for (const entry of entriesIn(path.join(top, folder))) {
      const inside = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const isFolder = !entry.isFile() && kindInTree(path.join(top, inside)) === 'folder';
      found.push(isFolder ? `${inside}/` : inside);
      if (found.length > LIMITS.entries) throw tooMany(path.join(top, root));
      if (isFolder && left > 1) visit(inside, left - 1);
    }
  };
  visit(root, depth);
  return found;
}

/** Whether something that may be a link is a file or a folder; anything else is an error. */
function kindInTree(file: string): 'file' | 'folder' {
  const kind = statKind(file);
  if (kind === undefined) return 'file';
  if (kind === 'a folder') return 'folder';
  throw expectation(file, {
    expectation: 'an image or a class folder',
    found: kind,
    advice: 'Remove it, or replace it with an image.',
  });
}

/**
 * Like `kindOfEntry`, but reports a broken link as a kind, and other errors as an
 * ExpectationError.
 */
function statKind(file: string): string | undefined {
  try {
    return kindOfEntry(statSync(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'a broken link';
    throw fileError(file, { error, options: { what: 'an image or a class folder', advice: PERMISSION } });
  }
}
