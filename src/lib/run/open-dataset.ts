import type { Dataset } from '../dataset/dataset';
import { drawFaces, loadDataset } from '../dataset/index';
import { DRAWN_COUNTS } from '../dataset/synthetic/drawn-counts';
import { stratifiedSubset } from '../dataset/stratified-subset';
import type { Settings } from './settings';

/** The share of FER-2013 that a quick run uses for training and testing. */
const QUICK_SHARE = 0.1;

/** Called while files are drawn, decoded or predicted. */
export type ProgressListener = (done: number, total: number) => void;

/**
 * Loads the whole data set of a run's settings. Drawn faces are drawn first if they are not on disk
 * yet.
 *
 * @param settings those of `readSettings()`
 * @param options
 * @param options.progress creates a listener for each lengthy step, such as `progressBar`
 * @throws ExpectationError naming the file, row or count that is wrong
 * @example const dataset = await openDataset(readSettings(), { progress: progressBar });
 */
export async function openDataset(
  settings: Pick<Settings, 'data' | 'folders'>,
  { progress }: { progress?: (label: string) => ProgressListener } = {},
): Promise<Dataset> {
  const { data, folders } = settings;
  const isDrawn = data.kind === 'drawn faces';
  // The run's seed is not used for the faces: a data set stays the same between runs.
  if (isDrawn) await drawFaces(data.path, { onProgress: progress?.('Drawing faces') });
  return loadDataset(data, {
    cacheFolder: folders.cache,
    onProgress: progress?.('Reading images'),
    ...(isDrawn && { counts: DRAWN_COUNTS }),
  });
}

/**
 * The images that a run uses: all of them, or for a quick run on FER-2013 a tenth of every class of
 * every split.
 *
 * @example const dataset = imagesOfRun(await openDataset(settings), settings);
 */
export function imagesOfRun(dataset: Dataset, settings: Pick<Settings, 'runSize' | 'seed'>): Dataset {
  const takesAll = settings.runSize === 'full' || dataset.source.kind === 'drawn faces';
  return takesAll ? dataset : stratifiedSubset(dataset, { fraction: QUICK_SHARE, seed: settings.seed });
}
