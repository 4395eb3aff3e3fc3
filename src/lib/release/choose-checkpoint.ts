import { labelDistributions, selectSplit, type Dataset } from '../dataset/index';
import type { tf } from '../engine/tensorflow';
import { calibratedCrossEntropy, predict } from '../evaluation/index';
import { loadBestModel, loadLastModel, type ProgressListener } from '../run/index';

/** One of a run's checkpoints. */
export interface ChosenCheckpoint {
  model: tf.LayersModel;
  /** From 1. */
  epoch: number;
}

/**
 * Loads the better one of a run's two checkpoints: that with the lower cross-entropy on publicTest,
 * averaged with the mirror image and at the temperature that suits it best. The best checkpoint was
 * chosen by its accuracy, which goes up and down by chance from epoch to epoch; late in a training the
 * loss says more. The caller disposes of the model.
 *
 * @param runFolder a folder written by `npm run train`
 * @throws ExpectationError when there is no such run, or a checkpoint is damaged
 * @example const { model, epoch } = await chooseCheckpoint('models/runs/mine-seed1', dataset);
 */
export async function chooseCheckpoint(
  runFolder: string,
  dataset: Dataset,
  { progress }: { progress?: (label: string) => ProgressListener } = {},
): Promise<ChosenCheckpoint> {
  const settings = { folders: { run: runFolder } };
  const best = await loadBestModel(settings);
  const last = await loadLastModel(settings);
  if (best.epoch === last.epoch) {
    last.model.dispose();
    return best;
  }
  const publicTest = selectSplit(dataset, 'publicTest');
  const distributions = labelDistributions(publicTest);
  const lossOf = async ({ model, epoch }: ChosenCheckpoint) => {
    const onProgress = progress?.(`Epoch ${epoch}`);
    const probabilities = await predict(model, publicTest, { flip: true, onProgress });
    return calibratedCrossEntropy(publicTest.labels, probabilities, { labelDistributions: distributions });
  };
  const [chosen, other] = (await lossOf(last)) < (await lossOf(best)) ? [last, best] : [best, last];
  other.model.dispose();
  return chosen;
}
