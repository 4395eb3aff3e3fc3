import path from 'node:path';
import { entryKind } from './entry-kind';
import { isArchiveName, isCsvName, isFer2013Name } from './file-names';
import { entriesIn, listTree } from './list-tree';
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
 * Searches a folder for FER-2013 level by level, down to the first level with an image tree, or
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
