import { type DatasetSource, readSettings } from '../../src/lib/index';

/** Where FER-2013 is, by the environment's settings; undefined where drawn faces take its place. */
export function fer2013Source(): Pick<DatasetSource, 'kind' | 'path'> | undefined {
  const { data } = readSettings();
  return data.kind === 'FER-2013' ? data : undefined;
}
