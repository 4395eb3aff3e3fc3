import type { DatasetSource } from '../dataset';
import { wordsFor, type SourceWords } from './advice';
import { FER2013_TREE } from './fer2013-tree';
import { OWN_TREE } from './own-tree';
import type { TreeRules } from './tree-rules';

/** How a kind of data set is read. */
export interface SourceFormat {
  readonly words: SourceWords;
  readonly rules: TreeRules;
  /** Whether it may be a CSV. */
  readonly hasCsv: boolean;
}

/**
 * How a kind of data set is read: FER-2013 and drawn faces have given classes, own images those
 * that are found.
 *
 * @example const { rules } = formatOf('own images');
 */
export function formatOf(kind: DatasetSource['kind']): SourceFormat {
  const words = wordsFor(kind);
  return kind === 'own images'
    ? { words, rules: OWN_TREE, hasCsv: false }
    : { words, rules: FER2013_TREE, hasCsv: true };
}
