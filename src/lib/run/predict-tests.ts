import { findDuplicates, selectSplit, type Dataset } from '../dataset/index';
import type { tf } from '../engine/tensorflow';
import { predict } from '../evaluation/index';
import { checkClasses } from '../model/index';
import type { ProgressListener } from './open-dataset';

/** A model's probabilities for the test images: the result of {@link predictTests}. */
export interface TestPredictions {
  /** The images of publicTest and privateTest. */
  readonly tests: Dataset;
  /** The names of the test images that are also in train. */
  readonly inTrain: ReadonlySet<string>;
  /** `[n * classes]` */
  readonly oneView: Float32Array;
  /** `[n * classes]` averaged over each image and its mirror image. */
  readonly flipAveraged: Float32Array;
}

/**
 * Predicts the test images of a data set, as they are and averaged with their mirror images.
 *
 * @param model takes `[batch, 48, 48, 1]` gray values 0 to 255, returns `[batch, classes]`, the data set's classes
 * @param dataset including train, which is searched for duplicates of test images
 * @throws ExpectationError when the data set has no test images, or other classes than the model
 */
export async function predictTests(
  model: tf.LayersModel,
  dataset: Dataset,
  { progress }: { progress?: (label: string) => ProgressListener } = {},
): Promise<TestPredictions> {
  checkClasses(model, { classes: dataset.classes, data: dataset.source.path });
  const tests = selectSplit(dataset, ['publicTest', 'privateTest']);
  return {
    tests,
    inTrain: new Set(findDuplicates(dataset).testsInTrain.map((index) => dataset.names[index])),
    oneView: await predict(model, tests, { onProgress: progress?.('Predicting') }),
    flipAveraged: await predict(model, tests, {
      flip: true,
      onProgress: progress?.('Predicting with the mirror image'),
    }),
  };
}
