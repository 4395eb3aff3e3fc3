import type { Settings } from './settings';

/**
 * What folders of runs call the images that they are of.
 *
 * @example dataName(settings.data); // fer2013
 */
export function dataName({ kind }: Settings['data']): string {
  return kind === 'FER-2013' ? 'fer2013' : 'drawn';
}
