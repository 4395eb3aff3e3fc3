import { EMOTIONS } from '../emotions';

/**
 * Labels as probabilities, `[n * 7]`: 1 for the label, 0 for the other emotions.
 *
 * @example oneHot([3]); // 0, 0, 0, 1, 0, 0, 0
 */
export function oneHot(labels: ArrayLike<number>): Float32Array {
  const rows = new Float32Array(labels.length * EMOTIONS.length);
  for (let i = 0; i < labels.length; i++) rows[i * EMOTIONS.length + labels[i]] = 1;
  return rows;
}
