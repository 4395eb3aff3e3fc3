import { checkCounts } from './check-counts';
import { cacheFile, cleanCache, readCache, writeCache, type CachedImages } from './cache';
import type { Dataset, DatasetSource, Split } from './dataset';
import { drawSplits } from './draw-splits';
import { expectation } from '../errors';
import { FER2013_COUNTS } from './fer2013-counts';
import { fingerprint } from './fingerprint';
import { openSource, type OpenSource } from './sources/open-source';
import { formatOf } from './sources/source-format';
import { sha256 } from '../files/sha256';

/** How {@link loadDataset} loads. */
export interface LoadOptions {
  /**
   * Where decoded pixels are cached, so that the next load takes under a second; created if needed.
   */
  cacheFolder: string;
  /**
   * The `[7]` counts that each split must have, or null to accept any. By default FER-2013's for
   * FER-2013.
   */
  counts?: Readonly<Record<Split, readonly number[]>> | null;
  /** The seed by which own images are divided where they lack splits. */
  splitSeed?: number;
  /**
   * Called while images are decoded, with their number so far and the total; for a CSV the total is
   * an estimate at first.
   */
  onProgress?: (done: number, total: number) => void;
  /**
   * Called with a message when the cache is damaged or can't be written; loading continues without
   * it.
   */
  onWarning?: (message: string) => void;
}

/**
 * Loads a data set from an archive (zip, tar), a folder tree or a CSV: 48x48 gray images with
 * label, split and name. They are ordered by split (train, publicTest, privateTest), then by
 * label, then by name, or by row for a CSV. The classes are `EMOTIONS`, but for own images their
 * folders: by number if all names are numbers, otherwise by code unit. Of own images without
 * `validation/` (which becomes publicTest) or `test/` (privateTest), a tenth of each class in train
 * is taken for it at random, equal images together: see `source.fromTrain`. Decoded pixels are cached
 * under a hash of the source (for a folder: names, sizes and modification times of its files) and
 * verified when they are read again.
 *
 * @param source the kind of images and their path; the form is detected
 * @throws ExpectationError naming the file, row or count that is wrong
 * @example
 * const dataset = await loadDataset(
 *   { kind: 'FER-2013', path: 'data/fer2013.zip' },
 *   { cacheFolder: '.cache' },
 * );
 */
export async function loadDataset(
  { kind, path }: Pick<DatasetSource, 'kind' | 'path'>,
  {
    cacheFolder,
    counts = kind === 'FER-2013' ? FER2013_COUNTS : null,
    splitSeed = 1,
    onProgress,
    onWarning = console.warn,
  }: LoadOptions,
): Promise<Dataset> {
  for (const [name, value] of Object.entries({ path, cacheFolder }))
    if (typeof value !== 'string' || value === '')
      throw expectation(`loadDataset()'s ${name}`, { expectation: 'a path', found: value });
  const source = await openSource(path, formatOf(kind));
  // The same files as own images have other classes and splits.
  const key = kind === 'own images' ? sha256(`own images, ${splitSeed}, ${source.key}`) : source.key;
  cleanCache(cacheFolder);
  try {
    const cached =
      (await fromCache(cacheFolder, { key, onWarning })) ??
      (await intoCache(cacheFolder, { ...{ source, path, key, splitSeed }, onProgress, onWarning }));
    const { fingerprint, fromTrain, ...images } = cached;
    const dataset: Dataset = {
      ...images,
      source: {
        ...{ kind, form: source.form, path, fingerprint, labeledBy: 'own' },
        ...(fromTrain.length > 0 && { fromTrain: { splits: fromTrain, seed: splitSeed } }),
      },
    };
    if (counts) checkCounts(dataset, counts);
    return dataset;
  } finally {
    source.close();
  }
}

async function fromCache(
  cacheFolder: string,
  { key, onWarning }: { key: string; onWarning: (message: string) => void },
): Promise<CachedImages | undefined> {
  const result = await readCache(cacheFolder, key);
  if (result.state === 'found') return result.cached;
  if (result.state === 'damaged')
    onWarning(`The cache ${cacheFile(cacheFolder, key)} is damaged (${result.reason}). Rebuilding it.`);
  return undefined;
}

async function intoCache(
  cacheFolder: string,
  {
    source,
    path,
    key,
    splitSeed,
    onProgress,
    onWarning,
  }: {
    source: OpenSource;
    path: string;
    key: string;
    splitSeed: number;
    onProgress?: LoadOptions['onProgress'];
    onWarning: (message: string) => void;
  },
): Promise<CachedImages> {
  const decoded = await source.decode(onProgress);
  const images = drawSplits(decoded, { fromTrain: decoded.fromTrain, seed: splitSeed, source: path });
  const cached = { ...images, fingerprint: fingerprint(images) };
  try {
    await writeCache(cacheFolder, { key, cached });
  } catch (error) {
    // The images are loaded; only the next load will take as long as this one.
    const reason = (error as Error).message.replace(/\.$/, '');
    onWarning(`The images could not be cached in ${cacheFolder}: ${reason}.`);
  }
  return cached;
}
