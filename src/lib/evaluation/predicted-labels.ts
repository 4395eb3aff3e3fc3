import type { Classes } from '../classes';
import { EMOTIONS } from '../emotions';
import { rowLength } from './row-length';

/**
 * The most probable class of each image: `[n]` labels from `[n * classes]` probabilities. Ties go to
 * the first, as in NumPy's argmax.
 *
 * @param probabilities
 * @param options
 * @param options.classes the classes, or how many there are
 * @throws ExpectationError when there are not as many probabilities for each image
 * @example const predicted = predictedLabels(await predict(model, tests));
 */
export function predictedLabels(
  probabilities: ArrayLike<number>,
  { classes = EMOTIONS }: { classes?: Classes } = {},
): Uint8Array {
  const count = rowLength(probabilities, classes);
  const labels = new Uint8Array(probabilities.length / count);
  for (let i = 0; i < labels.length; i++) {
    let best = 0;
    for (let k = 1; k < count; k++) {
      if (probabilities[i * count + k] > probabilities[i * count + best]) best = k;
    }
    labels[i] = best;
  }
  return labels;
}
