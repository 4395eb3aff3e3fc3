import { EMOTION_FOLDERS } from '../emotions';
import { expectation } from '../errors';
import { SPLITS, type Split } from './dataset';

/** A file of the tree `train/<class>/`, `test/<class>/` with what its place says. */
export interface PlacedFile {
  /** The path as it was given. */
  readonly path: string;
  /** The path from `train` or `test` on. */
  readonly name: string;
  readonly split: Split;
  /** An index into `EMOTIONS`. */
  readonly label: number;
}

const ROOTS = ['train', 'test'];
/** What operating systems leave in folders that people look into. */
const LITTER = ['__MACOSX', 'Thumbs.db', 'desktop.ini'];

const TREE_ADVICE = `The tree must be train/<class>/ and test/<class>/ with the classes ${EMOTION_FOLDERS.join(', ')}.`;

/**
 * Puts the files of a zip or folder in the data set's order: train, publicTest, privateTest; in each the emotions in
 * the order of `EMOTIONS`; in each the names by their characters' codes. The tree may stand in wrapper folders
 * (`archive/train/...`); what lies beside `train` and `test`, dot files and what systems litter are left out.
 *
 * @param paths files, and folders with a `/` at their end, with `/` between names
 * @param options.source the path of the zip or folder, for errors
 * @throws ExpectationError for a missing or empty class folder, an unknown class, a file in no class or deeper than
 * its class, a test file whose name has neither prefix, the same name twice, or two trees
 * @example const files = arrangeTree(['train/happy/1.jpg', ...], { source: 'fer2013.zip' });
 */
export function arrangeTree(paths: readonly string[], { source }: { source: string }): PlacedFile[] {
  const files: PlacedFile[] = [];
  const trees = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    // A folder's path ends with an empty name.
    const isFolder = parts[parts.length - 1] === '';
    if (isFolder) parts.pop();
    if (parts.some((part) => part.startsWith('.') || LITTER.includes(part))) continue;
    const root = parts.findIndex((part, i) => ROOTS.includes(part) && (isFolder || i < parts.length - 1));
    if (root < 0) continue;
    trees.add(parts.slice(0, root).join('/'));
    const inside = parts.slice(root);
    if (inside.length === 1) continue;
    const label = labelOf(inside, { isFolder, source });
    if (isFolder) {
      if (inside.length > 2) throw notInClass(inside.join('/'), source);
      continue;
    }
    if (inside.length > 3) throw notInClass(inside.join('/'), source);
    files.push({ path, name: inside.join('/'), split: splitOf(inside, source), label });
  }
  if (trees.size > 1)
    throw expectation(source, {
      expectation: 'one tree of train/ and test/',
      found: `${trees.size}: in ${[...trees].map((tree) => tree || 'its top').join(', ')}`,
      advice: 'Keep one of them.',
    });
  checkClasses(files, source);
  return sortFiles(files, source);
}

function labelOf(
  parts: readonly string[],
  { isFolder, source }: { isFolder: boolean; source: string },
): number {
  const [root, name] = parts;
  if (parts.length === 2 && !isFolder) throw notInClass(parts.join('/'), source);
  const label = EMOTION_FOLDERS.findIndex((folder) => folder === name);
  if (label < 0)
    throw expectation(`the folder ${root}/${name} in ${source}`, {
      expectation: `one of the seven classes ${EMOTION_FOLDERS.join(', ')}`,
      found: name,
      advice: 'Rename or remove this folder.',
    });
  return label;
}

function notInClass(name: string, source: string) {
  return expectation(`${name} in ${source}`, {
    expectation: 'a picture directly in a class folder',
    found: 'one in another place',
    advice: TREE_ADVICE,
  });
}

function splitOf([root, folder, file]: readonly string[], source: string): Split {
  if (root === 'train') return 'train';
  if (file.startsWith('PublicTest_')) return 'publicTest';
  if (file.startsWith('PrivateTest_')) return 'privateTest';
  throw expectation(`the name of test/${folder}/${file} in ${source}`, {
    expectation: 'one that begins with PublicTest_ or PrivateTest_',
    found: file,
    advice:
      "These prefixes tell FER-2013's two tests apart: keep the names that the archive gives its files.",
  });
}

function checkClasses(files: readonly PlacedFile[], source: string): void {
  const filled = new Set(files.map(({ name }) => name.slice(0, name.lastIndexOf('/'))));
  if (filled.size === 0)
    throw expectation(source, {
      expectation: 'FER-2013 as train/<class>/ and test/<class>/',
      found: 'no picture in such a folder',
      advice: TREE_ADVICE,
    });
  for (const root of ROOTS) {
    for (const folder of EMOTION_FOLDERS) {
      if (filled.has(`${root}/${folder}`)) continue;
      throw expectation(`the folder ${root}/${folder} in ${source}`, {
        expectation: 'there, with pictures in it',
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
      expectation: 'there once',
      found: 'two files of that name',
      advice: 'Pack the archive anew.',
    });
  return sorted;
}
