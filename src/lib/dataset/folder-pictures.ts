import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expectation } from '../errors';
import { arrangeTree } from './arrange-tree';
import type { PictureFile } from './picture-file';
import { statIfThere } from './stat-if-there';

const ROOTS = ['train', 'test'];

/**
 * The pictures of a folder tree in the data set's order; nothing but `train` and `test` is looked into, and where the
 * folder has neither, the one folder in it that has.
 *
 * @param folder what holds `train/` and `test/`
 * @throws ExpectationError for what {@link arrangeTree} refuses
 * @example const files = folderPictures('data/fer2013');
 */
export function folderPictures(folder: string): PictureFile[] {
  const wrappers = hasTree(folder)
    ? ['']
    : readdirSync(folder, { withFileTypes: true })
        .filter((entry) => !entry.name.startsWith('.') && hasTree(path.join(folder, entry.name)))
        .map((entry) => `${entry.name}/`);
  const paths = wrappers.flatMap((wrapper) =>
    ROOTS.filter((root) => isFolder(path.join(folder, wrapper, root))).flatMap((root) =>
      listTree(folder, { relative: `${wrapper}${root}`, depth: 2 }),
    ),
  );
  return arrangeTree(paths, { source: folder }).map(({ path: relative, name, split, label }) => {
    const file = path.join(folder, relative);
    return { name, split, label, fullName: file, read: () => readFileSync(file) };
  });
}

function hasTree(folder: string): boolean {
  return ROOTS.some((root) => isFolder(path.join(folder, root)));
}

function isFolder(candidate: string): boolean {
  return statIfThere(candidate)?.isDirectory() ?? false;
}

/**
 * All files down to a depth, and all folders with a `/` at their end, relative to the top and with `/` between names.
 * What lies deeper is refused anyway, and not going there keeps a link to a parent folder from being followed forever.
 */
function listTree(top: string, { relative, depth }: { relative: string; depth: number }): string[] {
  return readdirSync(path.join(top, relative), { withFileTypes: true }).flatMap((entry) => {
    const inside = `${relative}/${entry.name}`;
    if (entry.isFile() || entry.name.startsWith('.')) return [inside];
    const found = statIfThere(path.join(top, inside));
    // A link may lead to a file or folder that lies elsewhere; one that leads nowhere is an error, not an empty class.
    if (found === undefined)
      throw expectation(path.join(top, inside), {
        expectation: 'a picture or a class folder',
        found: 'a link that leads nowhere',
        advice: 'Restore what it leads to, or remove it.',
      });
    if (!found.isDirectory()) return [inside];
    return [`${inside}/`, ...(depth > 1 ? listTree(top, { relative: inside, depth: depth - 1 }) : [])];
  });
}
