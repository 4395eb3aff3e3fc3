import type { DatasetSource, LabelSource } from './dataset';

/** The labels of FER+'s annotators, as titles and notes call them. */
export const CROWD_LABELS = 'labels of ten annotators (FER+)';

/** A data set's name in titles and notes; see {@link sourceName}. */
export type SourceName = DatasetSource['kind'] | `FER-2013, ${typeof CROWD_LABELS}`;

/**
 * The name of a data set in titles and notes: the kind of its images and, if they are not the data
 * set's own, whose labels they have.
 *
 * @param source of a data set; without `labeledBy`, the labels are its own
 * @example
 * sourceName({ kind: 'FER-2013', labeledBy: 'crowd' });
 * // 'FER-2013, labels of ten annotators (FER+)'
 */
export function sourceName({
  kind,
  labeledBy,
}: Pick<DatasetSource, 'kind'> & { labeledBy?: LabelSource }): SourceName {
  return labeledBy === 'crowd' ? `FER-2013, ${CROWD_LABELS}` : kind;
}
