import { opendirSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { expectation } from '../../errors';
import { fileError, kindOfEntry } from '../../files/read-file';
import { entryKind } from './entry-kind';
import { isArchiveName, isCsvName, isFer2013Name } from './file-names';
import { isMetadataFile } from './is-metadata-file';
import { LIMITS } from '../limits';
import { classOf, rootOf } from './tree-names';

/** How deep to search for a data set, and the most folders to search. */
const DEPTH = 4;
const MOST_FOLDERS = 1000;

/** The contents of a folder, as paths relative to it and separated by `/`. */
export interface FolderContent {
  /** The files and folders of image trees; folders end with a `/`. */
  readonly tree: readonly string[];
  /** CSVs and archives, if there is no tree. */
  readonly files: readonly string[];
}

/**
 * Searches a folder for a data set level by level, down to the first level with an image tree, or
 * with a CSV or archive named like FER-2013. If there is none, the first level with any CSV or
 * archive counts. System metadata files are ignored; links are followed.
 *
 * @throws ExpectationError for a folder that can't be read, and for a pipe, device, socket or
 *   broken link in a tree
 * @example const { tree, files } = searchFolder('data/fer2013');
 */
export function searchFolder(folder: string): FolderContent {
  let level = [''];
  let uncertain: string[] = [];
  let others: string[] = [];
  let visited = 0;
  for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
    const content = level.map((prefix) => ({ prefix, ...listFolder(folder, prefix) }));
    visited += level.length;
    const roots = content.flatMap(({ prefix, folders }) =>
      folders.filter((name) => rootOf(name) !== undefined).map((name) => prefix + name),
    );
    const trees = roots.filter((root) => hasClasses(folder, root));
    if (trees.length > 0) {
      const parents = new Set(trees.map((root) => root.slice(0, root.lastIndexOf('/') + 1)));
      const all = roots.filter((root) => parents.has(root.slice(0, root.lastIndexOf('/') + 1)));
      return { tree: all.flatMap((root) => listTree(folder, { root, depth: 2 })), files: [] };
    }
    const files = content.flatMap(({ prefix, files }) => files.map((name) => prefix + name));
    const candidates = files.filter((name) => isCsvName(name) || isArchiveName(name));
    if (candidates.some((name) => isFer2013Name(path.posix.basename(name))))
      return { tree: [], files: candidates };
    if (others.length === 0) others = candidates;
    if (uncertain.length === 0) uncertain = roots;
    level = content.flatMap(({ prefix, folders }) => folders.map((name) => `${prefix}${name}/`));
    if (visited + level.length > MOST_FOLDERS) break;
  }
  if (others.length > 0) return { tree: [], files: others };
  // A train folder without a known class: parseClassFolders() reports what is wrong with it.
  return { tree: uncertain.flatMap((root) => listTree(folder, { root, depth: 2 })), files: [] };
}

/** The names in a folder, without system metadata files. Links count as their targets. */
function listFolder(top: string, relative: string): { folders: string[]; files: string[] } {
  const folders: string[] = [];
  const files: string[] = [];
  for (const entry of entriesIn(path.join(top, relative))) {
    const kind = entryKind(path.join(top, relative), entry);
    if (kind === 'folder') folders.push(entry.name);
    else if (kind === 'file') files.push(entry.name);
  }
  return { folders: folders.sort(), files: files.sort() };
}

function hasClasses(top: string, root: string): boolean {
  const folder = path.join(top, root);
  return entriesIn(folder).some(
    (entry) => classOf(entry.name) !== undefined && entryKind(folder, entry) === 'folder',
  );
}

function entriesIn(folder: string): Dirent[] {
  const entries: Dirent[] = [];
  try {
    const handle = opendirSync(folder, { bufferSize: 1024 });
    try {
      for (let entry = handle.readSync(); entry !== null; entry = handle.readSync()) {
        if (isMetadataFile(entry.name)) continue;
        entries.push(entry);
        if (entries.length > LIMITS.entries)
          throw expectation(folder, {
            expectation: `a folder of at most ${LIMITS.entries.toLocaleString('en')} files and folders`,
            found: 'more',
            advice: 'Use a subset of it.',
          });
      }
    } finally {
      handle.closeSync();
    }
  } catch (error) {
    throw fileError(folder, { error, options: { what: 'a folder that can be read', advice: PERMISSION } });
  }
  return entries;
}

const PERMISSION = 'Change its permissions, or move the data set to another place.';

/**
 * All files and folders (which end with a `/`) down to a depth. Deeper ones are rejected anyway,
 * and the limit keeps a link to a parent folder from being followed forever.
 */
function listTree(top: string, { root, depth }: { root: string; depth: number }): string[] {
  return entriesIn(path.join(top, root)).flatMap((entry) => {
    const inside = `${root}/${entry.name}`;
    if (entry.isFile()) return [inside];
    const file = path.join(top, inside);
    const kind = kindInTree(file);
    if (kind === 'a folder')
      return [`${inside}/`, ...(depth > 1 ? listTree(top, { root: inside, depth: depth - 1 }) : [])];
    if (kind === undefined) return [inside];
    throw expectation(file, {
      expectation: 'an image or a class folder',
      found: kind,
      advice: 'Remove it, or replace it with an image.',
    });
  });
}

/**
 * Like {@link kindOfEntry}, but reports a broken link as a kind, and other errors as an
 * ExpectationError.
 */
function kindInTree(file: string): string | undefined {
  try {
    return kindOfEntry(statSync(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'a broken link';
    throw fileError(file, { error, options: { what: 'an image or a class folder', advice: PERMISSION } });
  }
}
