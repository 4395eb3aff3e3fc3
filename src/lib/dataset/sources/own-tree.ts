import { CLASS_COUNT, isClassCount } from '../../classes';
import { expectation } from '../../errors';
import { totalOf } from '../count-by-class';
import type { Split } from '../dataset';
import { FER2013_COUNTS } from '../fer2013-counts';
import type { NamedSource } from './advice';
import { isArchiveName, isCsvName, isImageName } from './file-names';
import { sortClasses } from './sort-classes';
import { classOf, rootOf, type Root } from './tree-names';
import type { ClassFolder, PathParts, TreeContent, TreeImage, TreePath, TreeRules } from './tree-rules';

/**
 * A tree of anyone's images: `<class>/`, or `train/<class>/` with `validation/<class>/` and
 * `test/<class>/` or either of them. The classes are found: 2 to 100 folders with any names, which
 * `sortClasses` orders. Splits that the tree lacks are to be taken from train.
 */
export const OWN_TREE: TreeRules = {
  find,
  folderOf: (_, folder) => folder.normalize('NFC'),
  read,
};

/** The split of each folder of a tree. */
const SPLIT_OF: Readonly<Record<Root, Split>> = {
  train: 'train',
  validation: 'publicTest',
  publicTest: 'publicTest',
  test: 'privateTest',
  privateTest: 'privateTest',
};

/** The tree, below folders that contain only one other folder. */
function find(paths: readonly PathParts[], named: NamedSource): TreePath[] {
  if (!paths.some(({ isFolder, parts }) => !isFolder && isOfClass(parts))) return notInFolders(paths, named);
  const depth = depthOfTree(paths);
  const level = levelAt(paths, depth);
  const roots = [...level].filter(([name]) => rootOf(name) !== undefined);
  // A class may be called "train": what makes a folder that of a split is that it has class folders.
  const hasSplits = roots.some(([, { hasFolders }]) => hasFolders) || roots.length === level.size;
  return paths.flatMap(({ path, isFolder, parts }): TreePath[] => {
    const inside = parts.slice(depth);
    if (inside.length === 0) return [];
    if (inside.length === 1 && !isFolder) {
      if (isImageName(inside[0])) throw besideFolders(parts.join('/'), named);
      return [];
    }
    const root = hasSplits ? rootOf(inside[0]) : null;
    if (root === undefined) throw besideSplits(inside[0], named);
    return [{ path, isFolder, wrapper: parts.slice(0, depth).join('/'), root, inside }];
  });
}

/** Whether a file is in a folder and may be an image. */
function isOfClass(parts: readonly string[]): boolean {
  const file = parts[parts.length - 1];
  return parts.length > 1 && !isArchiveName(file) && !isCsvName(file);
}

/** There is no tree, but perhaps an archive with one; images without a folder are an error. */
function notInFolders(paths: readonly PathParts[], named: NamedSource): [] {
  const image = paths.find(({ isFolder, parts }) => !isFolder && isImageName(parts[parts.length - 1]));
  if (image) throw besideFolders(image.parts.join('/'), named);
  return [];
}

function besideFolders(image: string, { source, words }: NamedSource) {
  return expectation(`${image} in ${source}`, {
    expectation: 'an image in the folder of its class',
    found: 'one beside or without such folders',
    advice: `Move or remove it. ${words.tree}`,
  });
}

function besideSplits(folder: string, { source, words }: NamedSource) {
  return expectation(`the folder ${folder} in ${source}`, {
    expectation: 'named train, validation or test, as others beside it are',
    found: folder,
    advice: `Rename it or move it elsewhere. ${words.tree}`,
  });
}

/** What the folders of one level contain. */
type Level = ReadonlyMap<string, { hasFolders: boolean; hasImages: boolean }>;

function levelAt(paths: readonly PathParts[], depth: number): Level {
  const level = new Map<string, { hasFolders: boolean; hasImages: boolean }>();
  for (const { isFolder, parts } of paths) {
    if (parts.length === depth + 1 && !isFolder) continue;
    if (parts.length <= depth) continue;
    const content = level.get(parts[depth]) ?? { hasFolders: false, hasImages: false };
    if (parts.length > depth + 2 || (parts.length === depth + 2 && isFolder)) content.hasFolders = true;
    if (parts.length === depth + 2 && !isFolder && isImageName(parts[depth + 1])) content.hasImages = true;
    level.set(parts[depth], content);
  }
  return level;
}

function depthOfTree(paths: readonly PathParts[]): number {
  for (let depth = 0; ; depth++) {
    const level = [...levelAt(paths, depth)];
    const isWrapper =
      level.length === 1 &&
      level[0][1].hasFolders &&
      !level[0][1].hasImages &&
      rootOf(level[0][0]) === undefined;
    if (!isWrapper) return depth;
  }
}

function read(
  { images, folders }: { images: readonly TreeImage[]; folders: readonly ClassFolder[] },
  named: NamedSource,
): TreeContent {
  checkNames(folders, named);
  checkFilled(folders, { images, named });
  const found = images.map(({ root }): Split => (root === null ? 'train' : SPLIT_OF[root]));
  const present = new Set(found);
  const classes = sortClasses(new Set(images.map(({ folder }) => folder)));
  checkClasses(classes, { images, splits: found, named });
  checkNotFer2013({ images, splits: found, classes, named });
  const fromTrain = (['publicTest', 'privateTest'] as const).filter((split) => !present.has(split));
  return { classes, folders: classes, splits: found, fromTrain };
}

/** Names that a file system or a reader takes for the same. */
function checkNames(folders: readonly ClassFolder[], { source }: NamedSource): void {
  const known = new Map<string, string>();
  for (const { folder } of folders) {
    const key = folder.trim().toLowerCase();
    const other = known.get(key) ?? folder;
    known.set(key, other);
    if (other === folder) continue;
    throw expectation(`the class ${folder} in ${source}`, {
      expectation: 'spelled in one way',
      found: `${other} and ${folder}, which differ only in case or blanks`,
      advice: 'Give both folders the same name if they are one class, otherwise different names.',
    });
  }
}

function checkFilled(
  folders: readonly ClassFolder[],
  { images, named }: { images: readonly TreeImage[]; named: NamedSource },
): void {
  const nameOf = ({ root, folder }: ClassFolder) => (root === null ? folder : `${root}/${folder}`);
  const filled = new Set(images.map(nameOf));
  const empty = folders.find((folder) => !filled.has(nameOf(folder)));
  if (empty)
    throw expectation(`the class folder ${nameOf(empty)} in ${named.source}`, {
      expectation: 'a folder with images in it',
      found: 'an empty one',
      advice: 'Put images into it, or remove it.',
    });
}

function checkClasses(
  classes: readonly string[],
  {
    images,
    splits,
    named: { source, words },
  }: { images: readonly TreeImage[]; splits: readonly Split[]; named: NamedSource },
): void {
  if (!splits.includes('train'))
    throw expectation(source, {
      expectation: 'a data set with images to train on',
      found: `only ${images[0].name.split('/', 1)[0]}/`,
      advice: words.tree,
    });
  if (!isClassCount(classes.length))
    throw expectation(`the classes in ${source}`, {
      expectation: `${CLASS_COUNT.from} to ${CLASS_COUNT.to} folders`,
      found: classes.length === 1 ? `only ${classes[0]}` : `${classes.length} folders`,
      advice:
        classes.length === 1
          ? `A network learns to tell classes apart. ${words.tree}`
          : 'Join some of the classes, or use fewer.',
    });
  const trained = new Set(images.filter((_, i) => splits[i] === 'train').map(({ folder }) => folder));
  const unknown = images.find(({ folder }) => !trained.has(folder));
  if (unknown)
    throw expectation(`the class of ${unknown.name} in ${source}`, {
      expectation: `one that train has: ${listOf(sortClasses(trained))}`,
      found: unknown.folder,
      advice: 'Add images of this class to train, or remove its other folders.',
    });
}

function listOf(names: readonly string[]): string {
  return names.length > 10
    ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more`
    : names.join(', ');
}

/** FER-2013's tests are two, and its scores are compared by split: its own setting knows them. */
function checkNotFer2013({
  images,
  splits,
  classes,
  named,
}: {
  images: readonly TreeImage[];
  splits: readonly Split[];
  classes: readonly string[];
  named: NamedSource;
}): void {
  const labels = new Set(classes.map(classOf));
  const trained = splits.filter((split) => split === 'train').length;
  const isFer2013 =
    classes.length === 7 &&
    labels.size === 7 &&
    !labels.has(undefined) &&
    images.length === totalOf(FER2013_COUNTS) &&
    trained === FER2013_COUNTS.train.reduce((sum, count) => sum + count, 0);
  if (isFer2013)
    throw expectation(`${named.words.setting}'s ${named.source}`, {
      expectation: 'images of your own',
      found: 'the classes and counts of FER-2013',
      advice: `Set FER2013 to this path, and unset ${named.words.setting}: its two tests are then told apart.`,
    });
}
