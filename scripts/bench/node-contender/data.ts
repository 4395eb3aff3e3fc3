import { existsSync, rmSync } from 'node:fs';
import { type DatasetSource, FER2013_COUNTS, loadDataset } from '../../../src/lib/index';
import { fer2013Source } from '../../shared/fer2013-source';

/** The files of the data set. */
export type Source = Pick<DatasetSource, 'kind' | 'path'>;

/**
 * Where FER-2013 is, and the number of its training images; nothing where drawn faces take its
 * place.
 */
export function locate() {
  const source = fer2013Source();
  const trainImages = FER2013_COUNTS.train.reduce((sum, count) => sum + count, 0);
  return source ? { source, trainImages } : {};
}

/** The dataset from its files: decoded (`way: 'first'`), or from the cache of an earlier load. */
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
