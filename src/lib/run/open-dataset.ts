import type { Dataset, LabelSource } from '../dataset/dataset';
import { crowdLabels, drawFaces, loadDataset, loadVotes } from '../dataset/index';
import { DRAWN_COUNTS } from '../dataset/synthetic/drawn-counts';
import { stratifiedSubset } from '../dataset/stratified-subset';
import type { Settings } from './settings';

/** The share of FER-2013 that a quick run uses for training and testing. */
const QUICK_SHARE = 0.1;

/** The most own images that a quick run uses: as many as of FER-2013. */
const QUICK_IMAGES = 3600;

/** Called while files are drawn, decoded or predicted. */
export type ProgressListener = (done: number, total: number) => void;

/**
 * Loads the whole data set of a run's settings, with its own labels, and with votes if the settings
 * name them. Drawn faces are drawn first if they are not on disk yet.
 *
 * @param settings those of `readSettings()`
 * @param options
 * @param options.progress creates a listener for each lengthy step, such as `progressBar`
 * @throws ExpectationError naming the file, row or count that is wrong
 * @example const dataset = await openDataset(readSettings(), { progress: progressBar });
 */
export async function openDataset(
  settings: Pick<Settings, 'data' | 'folders' | 'votes'>,
  { progress }: { progress?: (label: string) => ProgressListener } = {},
): Promise<Dataset> {
  const { data, folders, votes } = settings;
  const isDrawn = data.kind === 'drawn faces';
  // The run's seed is not used for the faces: a data set stays the same between runs.
  if (isDrawn) await drawFaces(data.path, { traps: true, onProgress: progress?.('Drawing faces') });
  const dataset = await loadDataset(data, {
    cacheFolder: folders.cache,
    onProgress: progress?.('Reading images'),
    ...(isDrawn && { counts: DRAWN_COUNTS }),
  });
  return votes === null ? dataset : loadVotes(dataset, votes);
}

/**
 * The images that a run uses, with the labels that it learns: all images, or for a quick run on
 * FER-2013 a tenth of every class of every split, and on own images a share of about 3,600. Without those that `crowdLabels` leaves out, if
 * the labels are the crowd's.
 *
 * @example const dataset = imagesOfRun(await openDataset(settings), settings);
 */
export function imagesOfRun(
  dataset: Dataset,
  { runSize, seed, labels = 'own' }: Pick<Settings, 'runSize' | 'seed'> & { labels?: LabelSource },
): Dataset {
  const labeled = labels === 'crowd' ? crowdLabels(dataset) : dataset;
  const fraction = runSize === 'full' ? 1 : quickShare(dataset);
  return fraction === 1 ? labeled : stratifiedSubset(labeled, { fraction, seed });
}

function quickShare({ source, labels }: Dataset): number {
  if (source.kind === 'drawn faces') return 1;
  return source.kind === 'FER-2013' ? QUICK_SHARE : Math.min(1, QUICK_IMAGES / labels.length);
}
