import type { DatasetSource } from '../dataset/dataset';

/** Where a figure's images came from. */
export type SourceKind = DatasetSource['kind'];

/**
 * A title that states what was measured, on which split, and on which kind of images.
 *
 * @example titleOf('Confusion matrix', { split: 'privateTest', source: 'drawn faces' });
 * // 'Confusion matrix · privateTest · drawn faces'
 */
export function titleOf(what: string, { split, source }: { split?: string; source?: SourceKind }): string {
  return [what, split, source].filter(Boolean).join(' · ');
}
