import type { DatasetSource } from '../dataset/dataset';

/**
 * The short name of a data set in the names of run folders.
 *
 * @example dataName(settings.data); // fer2013
 */
export function dataName({ kind }: Pick<DatasetSource, 'kind'>): string {
  return kind === 'FER-2013' ? 'fer2013' : 'drawn';
}
