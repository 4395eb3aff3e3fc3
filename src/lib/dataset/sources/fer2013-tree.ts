import { EMOTION_FOLDERS, EMOTIONS } from '../../emotions';
import { expectation } from '../../errors';
import type { NamedSource } from './advice';
import { testSplits } from './test-splits';
import { classOf, rootOf, type Root } from './tree-names';
import type { PathParts, TreeContent, TreeImage, TreePath, TreeRules } from './tree-rules';

/**
 * FER-2013's tree, `train/<class>/` and `test/<class>/`. Its classes are given: every split has all
 * seven, under any of the spellings that copies use (`Train`, `validation`, `Angry`, `happiness`).
 * Files beside `train` and `test` are ignored.
 */
export const FER2013_TREE: TreeRules = { find, folderOf, read };

/**
 * The paths inside `train`, `test` and similar folders. If any of these folders has class folders,
 * only such ones count as roots: in `validation/images/train/happy` that is `train`.
 */
function find(paths: readonly PathParts[]): TreePath[] {
  const found: TreePath[] = [];
  const trees = new Set<string>();
  for (const { path, isFolder, parts } of paths) {
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

function folderOf({ inside }: TreePath, folder: string, { source }: NamedSource): string {
  const label = classOf(folder);
  if (label === undefined)
    throw expectation(`the folder ${inside[0]}/${folder} in ${source}`, {
      expectation: `one of the seven classes ${EMOTION_FOLDERS.join(', ')}`,
      found: folder,
      advice: 'Rename or remove this folder.',
    });
  return EMOTION_FOLDERS[label];
}

function read({ images }: { images: readonly TreeImage[] }, named: NamedSource): TreeContent {
  checkClasses(images, named);
  const tests = images.filter(({ root }) => root !== 'train');
  const splits = testSplits(
    tests.map(({ name, folder, file, root }) => ({
      path: name,
      label: classOf(folder)!,
      file,
      root: root as Exclude<Root, 'train'>,
    })),
    { source: named.source, trainCount: images.length - tests.length },
  );
  let next = 0;
  return {
    classes: EMOTIONS,
    folders: EMOTION_FOLDERS,
    splits: images.map(({ root }) => (root === 'train' ? 'train' : splits[next++])),
    fromTrain: [],
  };
}

function checkClasses(images: readonly TreeImage[], { source, words }: NamedSource): void {
  const folders = new Map(images.map(({ root, name }) => [root, name.split('/', 1)[0]]));
  const filled = new Set(images.map(({ root, folder }) => `${root}/${folder}`));
  const tests = [...folders.keys()].filter((root) => root !== 'train');
  for (const root of ['train', ...(tests.length > 0 ? tests : ['test'])] as Root[]) {
    for (const folder of EMOTION_FOLDERS) {
      if (filled.has(`${root}/${folder}`)) continue;
      throw expectation(`the folder ${folders.get(root) ?? root}/${folder} in ${source}`, {
        expectation: 'a folder with images in it',
        found: 'a missing or empty one',
        advice: words.tree,
      });
    }
  }
}
