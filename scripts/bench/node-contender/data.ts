import { existsSync, rmSync } from 'node:fs';
import { type DatasetSource, FER2013_COUNTS, loadDataset, readSettings } from '../../../src/lib/index';

/** The files of the data set. */
export type Source = Pick<DatasetSource, 'kind' | 'path'>;

/** FER-2013's place by the environment's settings, and its images to train on; nothing where there are drawn faces. */
export function locate() {
  const { data } = readSettings();
  const trainImages = FER2013_COUNTS.train.reduce((sum, count) => sum + count, 0);
  return data.kind === 'FER-2013' ? { source: data, trainImages } : {};
}

/** The data set from its files: decoded anew (`way: 'first'`), or from what an earlier load has kept. */
export async function load({
  source,
  cache,
  way,
}: {
  source: Source;
  cache: string;
  way: 'first' | 'cached';
}) {
  const cacheFolder = way === 'first' ? fresh(cache) : cache;
  if (way === 'cached' && !existsSync(cache)) await loadDataset(source, { cacheFolder });
  const began = performance.now();
  const { labels } = await loadDataset(source, { cacheFolder });
  return { images: labels.length, seconds: (performance.now() - began) / 1000 };
}

/** The folder, with nothing in it. */
export function fresh(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  return folder;
}
