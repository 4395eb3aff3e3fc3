import type { DatasetSource } from '../dataset/dataset';

/** Where a figure's images came from. */
export type SourceKind = DatasetSource['kind'];

/**
 * A title that says what was measured, on which images, and whether those are drawn.
 *
 * @example titleOf('Confusion matrix', { split: 'privateTest', source: 'drawn faces' });
 * // 'Confusion matrix · privateTest · drawn faces'
 */
export function titleOf(what: string, { split, source }: { split?: string; source?: SourceKind }): string {
  return [what, split, source].filter(Boolean).join(' · ');
}
