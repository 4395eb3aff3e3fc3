import { EMOTIONS } from '../emotions';
import { formatPercent } from '../format';

/** What a model says of an image. */
export interface PredictionCaption {
  /** The emotion it takes the image for, an index into `EMOTIONS`. */
  readonly predicted: number;
  /** In words: `correct (90 %)`, `taken for Neutral (60 %)`. */
  readonly words: string;
}

/**
 * What a model says of images, right or wrong, and how sure it is.
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
    const verdict = predicted === label ? 'correct' : `taken for ${EMOTIONS[predicted]}`;
    return { predicted, words: `${verdict} (${formatPercent(own[predicted], 0)})` };
  });
}
