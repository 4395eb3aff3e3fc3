import type { Dataset, LabelSource } from '../dataset/dataset';
import { imagesOfRun, type Settings } from '../run/index';

/** The images of a released run: the result of {@link imagesOfRelease}. */
export interface ReleaseImages {
  /** Those that it was trained and is scored on, with the labels that it learned. */
  readonly dataset: Dataset;
  /** Those that a model of FER+'s votes is also scored on, see `measureModel`. */
  readonly voted: Dataset;
}

/**
 * The images that a run is exported or evaluated with.
 *
 * @param whole the whole data set, from `openDataset`
 * @param run what it was trained on
 * @throws ExpectationError when the run learned FER+'s votes and the data set has none
 * @example
 * const { training } = await readCard('models/emotion');
 * const { dataset, voted } = imagesOfRelease(await openDataset(settings), training);
 */
export function imagesOfRelease(
  whole: Dataset,
  run: Pick<Settings, 'runSize' | 'seed'> & { readonly labels?: LabelSource },
): ReleaseImages {
  const dataset = imagesOfRun(whole, run);
  return { dataset, voted: run.runSize === 'full' ? whole : dataset };
}
