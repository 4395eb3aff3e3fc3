import type { DatasetSource } from '../dataset/dataset';

/**
 * What folders of runs call the images that they are of.
 *
 * @example dataName(settings.data); // fer2013
 */
export function dataName({ kind }: Pick<DatasetSource, 'kind'>): string {
  return kind === 'FER-2013' ? 'fer2013' : 'drawn';
}
