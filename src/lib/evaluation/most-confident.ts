import type { Dataset, Split } from '../dataset/dataset';
import { countClasses } from './count-classes';
import { predictedLabels } from './predicted-labels';

/** A model's prediction for an image. */
export interface Prediction {
  /** The image's index in the data set. */
  readonly index: number;
  readonly name: string;
  readonly split: Split;
  /** The true class, an index into the data set's `classes`. */
  readonly label: number;
  /** The predicted class, an index into the data set's `classes`. */
  readonly predicted: number;
  /** The probability of the predicted class, 0 to 1. */
  readonly confidence: number;
}

/** Which predictions {@link mostConfident} lists. */
export interface MostConfidentOptions {
  /** Whether to list correct predictions or wrong ones. */
  right: boolean;
  /** The most predictions for images of one class. */
  perEmotion?: number;
  /** The most predictions in total. */
  count?: number;
}

/**
 * The correct or the wrong predictions of a model, most confident first. With `perEmotion` they are
 * grouped by true class, in the order of the labels.
 *
 * @param probabilities `[n * classes]` for the data set's n images
 * @throws ExpectationError when there is not one probability of each class for each image
 * @example const oneOfEach = mostConfident(tests, probabilities, { right: true, perEmotion: 1 });
 */
export function mostConfident(
  dataset: Dataset,
  probabilities: ArrayLike<number>,
  { right, perEmotion, count = Infinity }: MostConfidentOptions,
): Prediction[] {
  const { labels, names, splits } = dataset;
  const classes = countClasses(labels, probabilities, { classes: dataset.classes.length, what: 'images' });
  const found: Prediction[] = [];
  predictedLabels(probabilities, { classes }).forEach((predicted, index) => {
    const label = labels[index];
    if ((predicted === label) !== right) return;
    const confidence = probabilities[index * classes + predicted];
    found.push({ index, name: names[index], split: splits[index], label, predicted, confidence });
  });
  // sort() is stable, so the same probabilities always give the same list.
  found.sort((a, b) => b.confidence - a.confidence);
  const chosen =
    perEmotion === undefined
      ? found
      : dataset.classes.flatMap((_, label) =>
          found.filter((own) => own.label === label).slice(0, perEmotion),
        );
  return chosen.slice(0, count);
}
