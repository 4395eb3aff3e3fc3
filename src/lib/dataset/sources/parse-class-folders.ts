import { EMOTION_FOLDERS } from '../../emotions';
import { expectation } from '../../errors';
import { ANOTHER_COPY, TREE_ADVICE } from './advice';
import { SPLITS, type Split } from '../dataset';
import { isMetadataFile } from './is-metadata-file';
import { LIMITS } from '../limits';
import { testSplits } from './test-splits';
import { classOf, rootOf, type Root } from './tree-names';

/** A file of the tree `train/<class>/`, `test/<class>/`, with its split and label. */
export interface PlacedFile {
  /** The path in the source. */
  readonly path: string;
  /**
   * The normalised path from `train` or `test` on: these in lower case, the class named as in
   * FER-2013's archive.
   */
  readonly name: string;
  readonly split: Split;
  /** An index into `EMOTIONS`. */
  readonly label: number;
}

/** A path inside an image tree. */
interface TreePath {
  readonly path: string;
  readonly isFolder: boolean;
  /** The path of the folder that contains the tree. */
  readonly wrapper: string;
  readonly root: Root;
  /** The names from `train` or `test` on. */
  readonly inside: readonly string[];
}

/**
 * Finds the image tree among the files of an archive or folder, and sorts its files by split
 * (train, publicTest, privateTest), then by emotion in the order of `EMOTIONS`, then by name in
 * code unit order. The tree may be inside wrapper folders (`archive/train/...`). Files beside
 * `train` and `test`, dot files and system metadata files are ignored. Folder names are accepted in
 * every spelling that copies use (`Train`, `validation`, `Angry`, `happiness`).
 *
 * @param paths separated by `/`; those of folders end with one
 * @param options
 * @param options.source the path of the archive or folder, for errors
 * @returns undefined when there is no such tree
 * @throws ExpectationError for a missing or empty class folder, an unknown class, a file that is
 *   not directly in a class folder, a test file that may belong to either test, a duplicate name,
 *   or two trees
 * @example const files = parseClassFolders(['train/happy/1.jpg', ...], { source: 'fer2013.zip' });
 */
export function parseClassFolders(
  paths: readonly string[],
  { source }: { source: string },
): PlacedFile[] | undefined {
  const inTree = treePaths(paths);
  if (inTree.length === 0) return undefined;
  const trees = new Set(inTree.map(({ wrapper }) => wrapper));
  if (trees.size > 1)
    throw expectation(source, {
      expectation: 'one tree of train/ and test/',
      found: `${trees.size}: in ${[...trees].map((tree) => tree || 'its top').join(', ')}`,
      advice: 'Keep one of them, or unpack the archive and set FER2013 to one of them.',
    });
  const files = inTree.flatMap((found) => placeFile(found, source));
  if (files.length > LIMITS.images)
    throw expectation(source, {
      expectation: `a data set of at most ${LIMITS.images.toLocaleString('en')} images`,
      found: files.length.toLocaleString('en'),
      advice: 'Use a subset of it.',
    });
  checkClasses(files, source);
  return sortFiles(withSplits(files, source), source);
}

/**
 * The paths inside `train`, `test` and similar folders. If any of these folders has class folders,
 * only such ones count as roots: in `validation/images/train/happy` that is `train`.
 */
function treePaths(paths: readonly string[]): TreePath[] {
  const found: TreePath[] = [];
  const trees = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    // The path of a folder ends with an empty name.
    const isFolder = parts[parts.length - 1] === '';
    if (isFolder) parts.pop();
    if (parts.some(isMetadataFile)) continue;
    const last = isFolder ? parts.length : parts.length - 1;
    const roots = parts.slice(0, last).map(rootOf);
    const withClass = roots.findIndex(
      (root, i) => root !== undefined && i + 1 < last && classOf(parts[i + 1]) !== undefined,
    );
    const index = withClass >= 0 ? withClass : roots.findIndex((root) => root !== undefined);
    if (index < 0) continue;
    const wrapper = parts.slice(0, index).join('/');
    if (withClass >= 0) trees.add(wrapper);
    found.push({ path, isFolder, wrapper, root: roots[index]!, inside: parts.slice(index) });
  }
  return trees.size > 0 ? found.filter(({ wrapper }) => trees.has(wrapper)) : found;
}

/** An image whose split is only known if it is in train. */
type Candidate = Omit<PlacedFile, 'split'> & { readonly root: Root; readonly file: string };

/** The file's class and name; nothing for a valid folder. */
function placeFile({ path, isFolder, root, inside }: TreePath, source: string): Candidate[] {
  if (inside.length === 1) return [];
  const name = inside.join('/');
  if (inside.length === 2 && !isFolder) throw notInClass(name, source);
  const label = classOf(inside[1]);
  if (label === undefined)
    throw expectation(`the folder ${inside[0]}/${inside[1]} in ${source}`, {
      expectation: `one of the seven classes ${EMOTION_FOLDERS.join(', ')}`,
      found: inside[1],
      advice: 'Rename or remove this folder.',
    });
  if (inside.length > (isFolder ? 2 : 3)) throw notInClass(name, source);
  if (isFolder) return [];
  const file = inside[2];
  return [{ path, name: `${inside[0].toLowerCase()}/${EMOTION_FOLDERS[label]}/${file}`, label, root, file }];
}

function notInClass(name: string, source: string) {
  return expectation(`${name} in ${source}`, {
    expectation: 'an image directly in a class folder',
    found: 'one elsewhere',
    advice: `Move or remove it. ${TREE_ADVICE}`,
  });
}

function withSplits(files: readonly Candidate[], source: string): PlacedFile[] {
  const train = files.filter(({ root }) => root === 'train');
  const tests = files.filter(({ root }) => root !== 'train');
  const splits = testSplits(
    tests.map(({ name, label, file, root }) => ({
      path: name,
      label,
      file,
      root: root as Exclude<Root, 'train'>,
    })),
    { source, trainCount: train.length },
  );
  const place = ({ path, name, label }: Candidate, split: Split) => ({ path, name, label, split });
  return [...train.map((file) => place(file, 'train')), ...tests.map((file, i) => place(file, splits[i]))];
}

function checkClasses(files: readonly Candidate[], source: string): void {
  if (files.length === 0)
    throw expectation(source, {
      expectation: 'FER-2013 as train/<class>/ and test/<class>/',
      found: 'no image in such a folder',
      advice: TREE_ADVICE,
    });
  const folders = new Map<Root, string>(files.map(({ root, name }) => [root, name.split('/', 1)[0]]));
  const filled = new Set(files.map(({ root, label }) => `${root}/${label}`));
  const tests = [...folders.keys()].filter((root) => root !== 'train');
  for (const root of ['train', ...(tests.length > 0 ? tests : ['test'])] as Root[]) {
    for (const [label, folder] of EMOTION_FOLDERS.entries()) {
      if (filled.has(`${root}/${label}`)) continue;
      throw expectation(`the folder ${folders.get(root) ?? root}/${folder} in ${source}`, {
        expectation: 'a folder with images in it',
        found: 'a missing or empty one',
        advice: TREE_ADVICE,
      });
    }
  }
}

function sortFiles(files: PlacedFile[], source: string): PlacedFile[] {
  const rank = ({ split, label }: PlacedFile) => SPLITS.indexOf(split) * EMOTION_FOLDERS.length + label;
  const sorted = files.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const twice = sorted.find(({ name }, i) => i > 0 && name === sorted[i - 1].name);
  if (twice)
    throw expectation(`${twice.name} in ${source}`, {
      expectation: 'the only file of that name',
      found: 'two of them',
      advice: `Keep one of them. ${ANOTHER_COPY}`,
    });
  return sorted;
}
