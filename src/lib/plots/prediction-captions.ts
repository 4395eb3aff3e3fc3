import { EMOTIONS } from '../emotions';
import { formatPercent } from '../format';

/** A model's prediction for an image. */
export interface PredictionCaption {
  /** The predicted emotion, an index into `EMOTIONS`. */
  readonly predicted: number;
  /** A caption: `correct (90 %)`, `predicted Neutral (60 %)`. */
  readonly words: string;
}

/**
 * Captions for a model's predictions, with their confidences.
 *
 * @param probabilities `[n * 7]` for the `[n]` labels
 */
export function predictionCaptions(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): PredictionCaption[] {
  return Array.from(labels, (label, i) => {
    const own = Array.from(EMOTIONS, (_, k) => probabilities[i * EMOTIONS.length + k]);
    const predicted = own.indexOf(Math.max(...own));
    const result = predicted === label ? 'correct' : `predicted ${EMOTIONS[predicted]}`;
    return { predicted, words: `${result} (${formatPercent(own[predicted], 0)})` };
  });
}
