import type { Dataset } from '../dataset/dataset';
import type { tf } from '../engine/tensorflow';
import { predict, type PredictOptions } from './predict';
import { scoreSplits, type ScoreOptions, type SplitScore } from './score-splits';

/** How {@link evaluateSplits} predicts and scores. */
export interface EvaluateOptions
  extends ScoreOptions, Pick<PredictOptions, 'batchSize' | 'flip' | 'onProgress'> {}

/**
 * Predicts the test images of a data set and scores them as {@link scoreSplits} does; images of train are passed over.
 *
 * @param model takes `[batch, 48, 48, 1]` gray values 0 to 255, gives `[batch, 7]`
 * @throws {ExpectationError} when the data set has no test images
 * @example const scores = await evaluateSplits(model, dataset, { chosenOn: 'publicTest' });
 */
export async function evaluateSplits(
  model: tf.LayersModel,
  dataset: Dataset,
  { chosenOn, leaveOut, batchSize, flip, onProgress }: EvaluateOptions,
): Promise<SplitScore[]> {
  const indices = dataset.splits.flatMap((split, i) => (split === 'train' ? [] : [i]));
  const probabilities = await predict(model, dataset, { indices, batchSize, flip, onProgress });
  return scoreSplits(dataset, probabilities, { chosenOn, leaveOut, indices });
}
