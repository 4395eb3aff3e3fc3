import { countOf, type Classes } from '../classes';
import { EMOTIONS } from '../emotions';

/**
 * Labels as probabilities, `[n * classes]`: 1 for the label, 0 for the other classes.
 *
 * @param labels `[n]`
 * @param options
 * @param options.classes the classes, or how many there are
 * @example oneHot([3]); // 0, 0, 0, 1, 0, 0, 0
 */
export function oneHot(
  labels: ArrayLike<number>,
  { classes = EMOTIONS }: { classes?: Classes } = {},
): Float32Array {
  const count = countOf(classes);
  const rows = new Float32Array(labels.length * count);
  for (let i = 0; i < labels.length; i++) rows[i * count + labels[i]] = 1;
  return rows;
}
