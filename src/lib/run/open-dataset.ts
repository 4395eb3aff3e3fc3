import type { Dataset } from '../dataset/dataset';
import { drawFaces, loadDataset } from '../dataset/index';
import { DRAWN_COUNTS } from '../dataset/synthetic/drawn-counts';
import { stratifiedSubset } from '../dataset/stratified-subset';
import type { Settings } from './settings';

/** The share of FER-2013 that a quick run trains and tests on. */
const QUICK_SHARE = 0.1;

/** Called while files are drawn, decoded or predicted. */
export type ProgressListener = (done: number, total: number) => void;

/**
 * The whole data set that a run's settings name, drawn first where it is the drawn faces and they are not on disk yet.
 *
 * @param settings as `readSettings()` gives them
 * @param options
 * @param options.progress makes a listener for each thing that takes long, such as `progressBar`
 * @throws ExpectationError naming the file, row or count that is not as it must be
 * @example const dataset = await openDataset(readSettings(), { progress: progressBar });
 */
export async function openDataset(
  settings: Pick<Settings, 'data' | 'folders'>,
  { progress }: { progress?: (label: string) => ProgressListener } = {},
): Promise<Dataset> {
  const { data, folders } = settings;
  const isDrawn = data.kind === 'drawn faces';
  // The faces do not follow the run's seed: they are a data set, and a data set stays the same between runs.
  if (isDrawn) await drawFaces(data.path, { onProgress: progress?.('Drawing faces') });
  return loadDataset(data, {
    cacheFolder: folders.cache,
    onProgress: progress?.('Reading images'),
    ...(isDrawn && { counts: DRAWN_COUNTS }),
  });
}

/**
 * The images that a run works with: all of them, or in a quick run on FER-2013 a tenth of every class of every split.
 *
 * @example const dataset = imagesOfRun(await openDataset(settings), settings);
 */
export function imagesOfRun(dataset: Dataset, settings: Pick<Settings, 'runSize' | 'seed'>): Dataset {
  const takesAll = settings.runSize === 'full' || dataset.source.kind === 'drawn faces';
  return takesAll ? dataset : stratifiedSubset(dataset, { fraction: QUICK_SHARE, seed: settings.seed });
}
