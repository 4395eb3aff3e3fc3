import { formatPercent } from '../format';

/** A model's prediction for an image. */
export interface PredictionCaption {
  /** The predicted class, an index into `classes`. */
  readonly predicted: number;
  /** A caption: `correct (90 %)`, `predicted Neutral (60 %)`. */
  readonly words: string;
}

/**
 * Captions for a model's predictions, with their confidences.
 *
 * @param probabilities `[n * classes]` for the `[n]` labels
 * @param options
 * @param options.classes the names of the classes, in the order of the labels
 */
export function predictionCaptions(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { classes }: { classes: readonly string[] },
): PredictionCaption[] {
  return Array.from(labels, (label, i) => {
    const own = Array.from(classes, (_, k) => probabilities[i * classes.length + k]);
    const predicted = own.indexOf(Math.max(...own));
    const result = predicted === label ? 'correct' : `predicted ${classes[predicted]}`;
    return { predicted, words: `${result} (${formatPercent(own[predicted], 0)})` };
  });
}
