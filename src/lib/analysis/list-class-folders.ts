import { readdirSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { isMetadataFile } from '../dataset/sources/is-metadata-file';
import { rootOf } from '../dataset/sources/tree-names';
import { expectation } from '../errors';
import { fileError } from '../files/read-file';
import { isMediaName, mediaIn, PICTURE_EXTENSIONS } from './list-media';

/** The photographs of one class. */
export interface ClassFolder {
  /** The folder's path inside the tree, with `/`: `happy`, or `train/happy` of a tree with splits. */
  readonly name: string;
  /** Their paths, by name. */
  readonly photographs: readonly string[];
}

const ADVICE =
  'Sort the photographs into a folder for each class: happy/, sad/, or train/happy/, test/happy/.';

/**
 * Lists photographs that are sorted by class: `<class>/…`, or `train/<class>/…` beside `validation/`
 * and `test/`. Those in folders inside a class folder belong to it. Hidden files and files that are
 * neither pictures nor videos are ignored.
 *
 * @param folder its path
 * @throws ExpectationError for a folder that does not exist, has no class folder, has one without
 *   photographs, or has some outside of the class folders
 * @example
 * for (const { name, photographs } of listClassFolders('party'))
 *   console.log(`${name}: ${photographs.length} photographs`);
 */
export function listClassFolders(folder: string): ClassFolder[] {
  const top = foldersIn(folder);
  const splits = top.filter((name) => rootOf(name) !== undefined);
  const [other] = top.filter((name) => !splits.includes(name));
  if (splits.length > 0 && other !== undefined)
    throw expectation(path.join(folder, other), {
      expectation: `a split, such as ${splits.join(', ')} beside it`,
      found: 'a folder of another name',
      advice: `Move it away. ${ADVICE}`,
    });
  const names =
    splits.length > 0
      ? splits.flatMap((split) => foldersIn(path.join(folder, split)).map((name) => `${split}/${name}`))
      : top;
  if (names.length === 0)
    throw expectation(folder, { expectation: 'a folder of class folders', found: 'none', advice: ADVICE });
  return names.map((name) => {
    const photographs = mediaIn(path.join(folder, name));
    if (photographs.length > 0) return { name, photographs };
    throw expectation(path.join(folder, name), {
      expectation: 'a class folder with photographs',
      found: 'none',
      advice: `Their names end in ${PICTURE_EXTENSIONS.join(', ')}.`,
    });
  });
}

/** The names of the folders in a folder that holds nothing but folders, apart from notes. */
function foldersIn(folder: string): string[] {
  const entries = entriesOf(folder).filter(({ name }) => !isMetadataFile(name));
  const folders = entries.filter((entry) => isFolder(folder, entry)).map(({ name }) => name);
  const stray = entries.find(({ name }) => !folders.includes(name) && isMediaName(name));
  if (stray)
    throw expectation(path.join(folder, stray.name), {
      expectation: 'in a class folder',
      found: 'it outside of one',
      advice: ADVICE,
    });
  return folders.sort();
}

/** A link to a folder counts as one. */
const isFolder = (folder: string, entry: Dirent) =>
  entry.isDirectory() ||
  (entry.isSymbolicLink() &&
    statSync(path.join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() === true);

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw fileError(folder, { error, options: { what: 'a folder of class folders' } });
  }
}
