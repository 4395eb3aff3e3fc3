import { expectation } from '../../errors';
import { SPLITS, type Split } from '../dataset';
import { LIMITS } from '../limits';
import type { NamedSource } from './advice';
import { isMetadataFile } from './is-metadata-file';
import type { ClassFolder, PathParts, TreeImage, TreePath, TreeRules } from './tree-rules';

/** A file of an image tree, with its split and label. */
export interface PlacedFile extends Pick<TreeImage, 'path' | 'name'> {
  readonly split: Split;
  /** An index into the tree's classes. */
  readonly label: number;
}

/** The images of a tree; the result of {@link parseClassFolders}. */
export interface ClassTree {
  /** The classes' names, in the order of the labels. */
  readonly classes: readonly string[];
  readonly files: readonly PlacedFile[];
  /** The splits that the tree lacks, to be taken from the images of train. */
  readonly fromTrain: readonly Split[];
}

/**
 * Finds the image tree `<split>/<class>/<file>` among the files of an archive or folder, and sorts
 * its files by split (train, publicTest, privateTest), then by label, then by name in code unit
 * order. The tree may be inside wrapper folders (`archive/train/...`). Dot files and system metadata
 * files are ignored. The rules say which folders are those of splits and classes.
 *
 * @param paths separated by `/`; those of folders end with one
 * @param options
 * @param options.rules `FER2013_TREE`, whose classes are given, or `OWN_TREE`, whose classes are
 *   found
 * @returns undefined when there is no such tree
 * @throws ExpectationError for a missing or empty class folder, an unknown class, a file that is
 *   not directly in a class folder, an image whose split is unknown, a duplicate name, or two trees
 * @example const tree = parseClassFolders(paths, { source: 'fer2013.zip', words, rules: FER2013_TREE });
 */
export function parseClassFolders(
  paths: readonly string[],
  { rules, ...named }: NamedSource & { rules: TreeRules },
): ClassTree | undefined {
  const { source, words } = named;
  const inTree = rules.find(splitPaths(paths), named);
  if (inTree.length === 0) return undefined;
  const trees = new Set(inTree.map(({ wrapper }) => wrapper));
  if (trees.size > 1)
    throw expectation(source, {
      expectation: 'one tree of train/ and test/',
      found: `${trees.size}: in ${[...trees].map((tree) => tree || 'its top').join(', ')}`,
      advice: `Keep one of them, or unpack the archive and set ${words.setting} to one of them.`,
    });
  const folders: ClassFolder[] = [];
  const images: TreeImage[] = [];
  for (const found of inTree) {
    const placed = placePath(found, { rules, ...named });
    if (placed) folders.push(placed);
    if (placed && 'file' in placed) images.push(placed);
  }
  if (images.length > LIMITS.images)
    throw expectation(source, {
      expectation: `a data set of at most ${LIMITS.images.toLocaleString('en')} images`,
      found: images.length.toLocaleString('en'),
      advice: 'Use a subset of it.',
    });
  if (images.length === 0)
    throw expectation(source, {
      expectation: words.content,
      found: 'no image in such a folder',
      advice: words.tree,
    });
  const { classes, folders: ofClasses, splits, fromTrain } = rules.read({ images, folders }, named);
  const labels = new Map(ofClasses.map((folder, label) => [folder, label]));
  const files = images.map(({ path, name, folder }, i): PlacedFile => {
    return { path, name, label: labels.get(folder)!, split: splits[i] };
  });
  return { classes, fromTrain, files: sortFiles(files, named) };
}

/** The names of each path, without those of system metadata files. */
function splitPaths(paths: readonly string[]): PathParts[] {
  return paths.flatMap((path) => {
    const parts = path.split('/');
    // The path of a folder ends with an empty name.
    const isFolder = parts[parts.length - 1] === '';
    if (isFolder) parts.pop();
    return parts.some(isMetadataFile) ? [] : [{ path, isFolder, parts }];
  });
}

/** The class folder of a path, or the image; undefined for the folder of a split. */
function placePath(
  found: TreePath,
  { rules, ...named }: NamedSource & { rules: TreeRules },
): ClassFolder | TreeImage | undefined {
  const { path, isFolder, root, inside } = found;
  const names = root === null ? inside : inside.slice(1);
  if (names.length === 0) return undefined;
  if (names.length === 1 && !isFolder) throw notInClass(inside, named);
  const folder = rules.folderOf(found, names[0], named);
  if (names.length > (isFolder ? 1 : 2)) throw notInClass(inside, named);
  if (isFolder) return { root, folder };
  const file = names[1];
  const start = root === null ? '' : `${inside[0].toLowerCase()}/`;
  return { path, name: `${start}${folder}/${file}`, root, folder, file };
}

function notInClass(inside: readonly string[], { source, words }: NamedSource) {
  return expectation(`${inside.join('/')} in ${source}`, {
    expectation: 'an image directly in a class folder',
    found: 'one elsewhere',
    advice: `Move or remove it. ${words.tree}`,
  });
}

function sortFiles(files: PlacedFile[], { source, words }: NamedSource): PlacedFile[] {
  const sorted = files.sort(
    (a, b) =>
      SPLITS.indexOf(a.split) - SPLITS.indexOf(b.split) ||
      a.label - b.label ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  const twice = sorted.find(({ name }, i) => i > 0 && name === sorted[i - 1].name);
  if (twice)
    throw expectation(`${twice.name} in ${source}`, {
      expectation: 'the only file of that name',
      found: 'two of them',
      advice: `Keep one of them. ${words.anotherCopy}`,
    });
  return sorted;
}
