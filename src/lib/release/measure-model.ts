import type { Dataset, Split } from '../dataset/dataset';
import type { tf } from '../engine/tensorflow';
import {
  calibrationCurve,
  classificationReport,
  confusionMatrix,
  predictedLabels,
  scoreSplits,
} from '../evaluation/index';
import { applyTemperature } from '../evaluation/temperature';
import { EMOTIONS } from '../emotions';
import type { ProgressListener } from '../run/index';
import { predictTests } from '../run/predict-tests';
import type { ClassScores, Measurements, ViewMeasurements } from './model-card';

/** Options of {@link measureModel}. */
export interface MeasureOptions {
  /** The temperature that the model's logits were divided by: 1 for an uncalibrated model. */
  temperature: number;
  /** Creates a listener for each pass over the tests, such as `progressBar`. */
  progress?: (label: string) => ProgressListener;
}

/**
 * Measures everything in a model card that depends on predictions: scores on every split with and
 * without the test images that also appear in train, calibration, and class scores; for one view,
 * and averaged with the mirror image.
 *
 * @param dataset including train, which is searched for duplicates of test images
 * @example
 * const { oneView } = await measureModel(model, dataset, { temperature: metadata.temperature });
 */
export async function measureModel(
  model: tf.LayersModel,
  dataset: Dataset,
  { temperature, progress }: MeasureOptions,
): Promise<Measurements> {
  const { tests, inTrain, oneView, flipAveraged } = await predictTests(model, dataset, { progress });
  // The files contain the divided logits: multiplying them again gives those of the training.
  const asTrained = applyTemperature(oneView, { temperature: 1 / temperature });
  return {
    oneView: measureView(tests, oneView, inTrain),
    flipAveraged: measureView(tests, flipAveraged, inTrain),
    asTrained: measureCalibration(tests, asTrained),
  };
}

function measureView(
  tests: Dataset,
  probabilities: Float32Array,
  inTrain: ReadonlySet<string>,
): ViewMeasurements {
  return {
    scores: scoreSplits(tests, probabilities, { chosenOn: 'publicTest', leaveOut: inTrain }),
    ...measureCalibration(tests, probabilities),
    classes: {
      bothTests: measureClasses(tests.labels, probabilities),
      privateTest: measureClasses(...partOf(tests, probabilities, 'privateTest')),
    },
  };
}

function measureCalibration(
  tests: Dataset,
  probabilities: Float32Array,
): Pick<ViewMeasurements, 'calibration' | 'bins'> {
  const parts = {
    'both tests': calibrationCurve(tests.labels, probabilities),
    publicTest: calibrationCurve(...partOf(tests, probabilities, 'publicTest')),
    privateTest: calibrationCurve(...partOf(tests, probabilities, 'privateTest')),
  };
  return {
    calibration: Object.entries(parts).map(([split, { bins, expectedCalibrationError: error }]) => ({
      split,
      n: bins.reduce((sum, { count }) => sum + count, 0),
      error,
    })),
    bins: parts.privateTest.bins.filter(({ count }) => count > 0),
  };
}

function measureClasses(labels: Uint8Array, probabilities: Float32Array): ClassScores {
  const predicted = predictedLabels(probabilities);
  return { confusion: confusionMatrix(labels, predicted), report: classificationReport(labels, predicted) };
}

/** The labels and the probabilities of one split. */
function partOf(tests: Dataset, probabilities: Float32Array, split: Split): [Uint8Array, Float32Array] {
  const classes = EMOTIONS.length;
  const indices = tests.splits.flatMap((own, i) => (own === split ? [i] : []));
  const rows = new Float32Array(indices.length * classes);
  indices.forEach((image, i) =>
    rows.set(probabilities.subarray(image * classes, (image + 1) * classes), i * classes),
  );
  return [Uint8Array.from(indices, (i) => tests.labels[i]), rows];
}
