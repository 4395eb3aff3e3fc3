import type { Split } from '../dataset';
import type { NamedSource } from './advice';
import type { Root } from './tree-names';

/** A path of an archive or folder, split into names; system metadata files are left out. */
export interface PathParts {
  readonly path: string;
  readonly isFolder: boolean;
  readonly parts: readonly string[];
}

/** A path inside an image tree. */
export interface TreePath extends Pick<PathParts, 'path' | 'isFolder'> {
  /** The path of the folder that contains the tree. */
  readonly wrapper: string;
  /** The folder of its split; null where a tree has no such folders. */
  readonly root: Root | null;
  /** The names from the folder of the split on, or from that of the class if there is none. */
  readonly inside: readonly string[];
}

/** An image of a tree. */
export interface TreeImage {
  /** The path in the source. */
  readonly path: string;
  /** The normalised path from the folder of the split on. */
  readonly name: string;
  readonly root: Root | null;
  /** The name of the class folder, as {@link TreeRules.folderOf} gives it. */
  readonly folder: string;
  /** The name of the file. */
  readonly file: string;
}

/** A class folder, in the folder of a split if there is one. */
export type ClassFolder = Pick<TreeImage, 'root' | 'folder'>;

/** The classes and splits of a tree. */
export interface TreeContent {
  /** The classes' names, in the order of the labels. */
  readonly classes: readonly string[];
  /** The classes' folders, in the same order. */
  readonly folders: readonly string[];
  /** The split of each image. */
  readonly splits: readonly Split[];
  /** The splits that the tree lacks, to be taken from the images of train. */
  readonly fromTrain: readonly Split[];
}

/** What distinguishes one kind of image tree from another: how its folders are named. */
export interface TreeRules {
  /**
   * The paths inside the tree; none if there is no tree.
   *
   * @throws ExpectationError for images outside of class folders
   */
  find(paths: readonly PathParts[], named: NamedSource): TreePath[];
  /**
   * The normalised name of a class folder.
   *
   * @throws ExpectationError for one that names no class
   */
  folderOf(path: TreePath, folder: string, named: NamedSource): string;
  /**
   * The classes and splits.
   *
   * @param found `images` are at least one, `folders` are all class folders that the source names
   * @throws ExpectationError for a class without images, or an image whose split is unknown
   */
  read(
    found: { readonly images: readonly TreeImage[]; readonly folders: readonly ClassFolder[] },
    named: NamedSource,
  ): TreeContent;
}
