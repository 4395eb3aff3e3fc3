import type { Dataset, LabelSource } from '../dataset/dataset';
import { imagesOfRun, openDataset, type ProgressListener, type Settings } from '../run/index';

/** The images of a run: the result of {@link openImages}. */
export interface RunImages {
  /** Those that it was trained and is scored on, with the labels that it learned. */
  readonly dataset: Dataset;
  /** Those that a model of FER+'s votes is also scored on, see `measureModel`. */
  readonly voted: Dataset;
}

/**
 * Opens the images of a run for its export or evaluation.
 *
 * @param run what it was trained on
 * @throws ExpectationError when the images or the votes can't be read, or there are no votes for a
 *   run that learned them
 * @example
 * const { training } = await readCard('models/emotion');
 * const { dataset, voted } = await openImages(training, readSettings());
 */
export async function openImages(
  run: Pick<Settings, 'runSize' | 'seed'> & { readonly labels?: LabelSource },
  settings: Settings,
  { progress }: { progress?: (label: string) => ProgressListener } = {},
): Promise<RunImages> {
  const whole = await openDataset(settings, { progress });
  const dataset = imagesOfRun(whole, run);
  return { dataset, voted: run.runSize === 'full' ? whole : dataset };
}
