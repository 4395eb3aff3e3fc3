import type { Dataset } from '../dataset/index';
import type { tf } from '../engine/tensorflow';
import {
  classificationReport,
  confusionMatrix,
  predictedLabels,
  scoreSplits,
  type ScoreOptions,
} from '../evaluation/index';
import type { ProgressListener } from './open-dataset';
import { predictTests } from './predict-tests';
import type { RunEvaluation } from './run-evaluation';

/** Options of {@link evaluateModel}. */
export interface EvaluateModelOptions {
  /** What the model's checkpoint was selected on. */
  chosenOn: ScoreOptions['chosenOn'];
  /** Creates a listener for each pass over the tests, such as `progressBar`. */
  progress?: (label: string) => ProgressListener;
}

/**
 * Evaluates a model like notebook 6, in one call.
 *
 * @param model takes `[batch, 48, 48, 1]` gray values 0 to 255, returns `[batch, classes]`, the data set's classes
 * @throws ExpectationError when the data set has no test images, or other classes than the model
 * @example
 * await writeRunJson(
 *   folder,
 *   'evaluation',
 *   await evaluateModel(model, dataset, { chosenOn: 'publicTest' }),
 * );
 */
export async function evaluateModel(
  model: tf.LayersModel,
  dataset: Dataset,
  { chosenOn, progress }: EvaluateModelOptions,
): Promise<RunEvaluation> {
  const {
    tests,
    inTrain: leaveOut,
    oneView,
    flipAveraged,
  } = await predictTests(model, dataset, {
    progress,
  });
  const { classes } = dataset;
  const predicted = predictedLabels(oneView, { classes });
  return {
    data: dataset.source.kind,
    labels: dataset.source.labeledBy,
    fingerprint: dataset.source.fingerprint,
    scores: scoreSplits(tests, oneView, { chosenOn, leaveOut }),
    flipScores: scoreSplits(tests, flipAveraged, { chosenOn, leaveOut }),
    confusion: confusionMatrix(tests.labels, predicted, { classes }),
    report: classificationReport(tests.labels, predicted, { classes }),
  };
}
