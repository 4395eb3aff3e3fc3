import type { Dataset, Split } from '../dataset/dataset';
import { selectSplit } from '../dataset/select-split';
import { labelDistributions } from '../dataset/votes/label-distributions';
import type { tf } from '../engine/tensorflow';
import {
  calibrationCurve,
  classificationReport,
  confusionMatrix,
  predict,
  predictedLabels,
  scoreSplits,
  scoreVotes,
} from '../evaluation/index';
import { applyTemperature } from '../evaluation/temperature';
import type { ProgressListener } from '../run/index';
import { predictTests } from '../run/predict-tests';
import { partOfSplit } from './part-of-split';
import type { ClassScores, Measurements, ViewMeasurements } from './model-card';

/** Options of {@link measureModel}. */
export interface MeasureOptions {
  /** The temperature that the model's logits were divided by: 1 for an uncalibrated model. */
  temperature: number;
  /**
   * For a model of FER+'s votes: the images with votes whose tests it is scored on, including those
   * that `crowdLabels` leaves out. By default those of the data set.
   */
  voted?: Dataset;
  /** Creates a listener for each pass over the tests, such as `progressBar`. */
  progress?: (label: string) => ProgressListener;
}

/**
 * Measures everything in a model card that depends on predictions: scores on every split with and
 * without the test images that also appear in train, calibration, and class scores; for one view,
 * and averaged with the mirror image. If the labels are those of the crowd, confidences are compared
 * with the shares of the votes, and there are scores against the votes as well.
 *
 * @param dataset including train, which is searched for duplicates of test images
 * @example
 * const { oneView } = await measureModel(model, dataset, { temperature: metadata.temperature });
 */
export async function measureModel(
  model: tf.LayersModel,
  dataset: Dataset,
  { temperature, voted = dataset, progress }: MeasureOptions,
): Promise<Measurements> {
  const { tests, inTrain, oneView, flipAveraged } = await predictTests(model, dataset, { progress });
  // The files contain the divided logits: multiplying them again gives those of the training.
  const asTrained = applyTemperature(oneView, {
    temperature: 1 / temperature,
    classes: dataset.classes,
  });
  const [votes, flipVotes] =
    dataset.source.labeledBy === 'crowd' ? await measureVotes(model, voted, progress) : [];
  return {
    oneView: { ...measureView(tests, oneView, inTrain), ...(votes && { votes }) },
    flipAveraged: {
      ...measureView(tests, flipAveraged, inTrain),
      ...(flipVotes && { votes: flipVotes }),
    },
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
      bothTests: measureClasses(tests.labels, probabilities, tests),
      privateTest: measureClasses(...partOfSplit(tests, probabilities, 'privateTest'), tests),
    },
  };
}

/** The scores against the votes, from one view and averaged with the mirror image. */
async function measureVotes(
  model: tf.LayersModel,
  voted: Dataset,
  progress?: (label: string) => ProgressListener,
): Promise<Required<ViewMeasurements>['votes'][]> {
  const tests = {
    publicTest: selectSplit(voted, 'publicTest'),
    privateTest: selectSplit(voted, 'privateTest'),
  };
  const views: Required<ViewMeasurements>['votes'][] = [];
  for (const flip of [false, true]) {
    const scoreOf = async (split: keyof typeof tests) =>
      scoreVotes(
        tests[split],
        await predict(model, tests[split], {
          flip,
          onProgress: progress?.(`Predicting ${split}${flip ? ' with the mirror image' : ''}`),
        }),
      );
    views.push({ publicTest: await scoreOf('publicTest'), privateTest: await scoreOf('privateTest') });
  }
  return views;
}

function measureCalibration(
  tests: Dataset,
  probabilities: Float32Array,
): Pick<ViewMeasurements, 'calibration' | 'bins'> {
  const distributions = labelDistributions(tests);
  const curveOf = (split?: Split) =>
    calibrationCurve(...partOfSplit(tests, probabilities, split), {
      labelDistributions: distributions && partOfSplit(tests, distributions, split)[1],
    });
  const parts = {
    'both tests': curveOf(),
    publicTest: curveOf('publicTest'),
    privateTest: curveOf('privateTest'),
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

function measureClasses(
  labels: Uint8Array,
  probabilities: Float32Array,
  { classes }: Pick<Dataset, 'classes'>,
): ClassScores {
  const predicted = predictedLabels(probabilities, { classes });
  return {
    confusion: confusionMatrix(labels, predicted, { classes }),
    report: classificationReport(labels, predicted, { classes }),
  };
}
