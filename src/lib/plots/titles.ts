import type { SourceName } from '../dataset/source-name';

/**
 * A title that states what was measured, on which split, and on which images with whose labels.
 *
 * @example titleOf('Confusion matrix', { split: 'privateTest', source: 'drawn faces' });
 * // 'Confusion matrix · privateTest · drawn faces'
 */
export function titleOf(what: string, { split, source }: { split?: string; source?: SourceName }): string {
  return [what, split, source].filter(Boolean).join(' · ');
}
