import { labelDistributions, selectSplit, type Dataset } from '../dataset/index';
import type { tf } from '../engine/tensorflow';
import { applyTemperature, fitTemperature, oneHot, predict } from '../evaluation/index';
import { logProbability } from '../evaluation/log-probability';
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
  const lossOf = async ({ model, epoch }: ChosenCheckpoint) => {
    const onProgress = progress?.(`Epoch ${epoch}`);
    return lossOn(publicTest, await predict(model, publicTest, { flip: true, onProgress }));
  };
  const [chosen, other] = (await lossOf(last)) < (await lossOf(best)) ? [last, best] : [best, last];
  other.model.dispose();
  return chosen;
}

/**
 * The mean cross-entropy of probabilities at the temperature that suits them best, in nats.
 *
 * @param probabilities `[n * 7]` values 0 to 1
 */
function lossOn(images: Dataset, probabilities: Float32Array): number {
  const { labels } = images;
  const distributions = labelDistributions(images);
  const temperature = fitTemperature(labels, probabilities, { labelDistributions: distributions });
  const targets = distributions ?? oneHot(labels);
  const calibrated = applyTemperature(probabilities, { temperature });
  const sum = calibrated.reduce((total, value, i) => total - targets[i] * logProbability(value), 0);
  return sum / labels.length;
}
