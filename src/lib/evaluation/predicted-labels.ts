import { EMOTIONS } from '../emotions';

/**
 * The most probable emotion of each image: `[n]` indices into `EMOTIONS` from `[n * 7]`
 * probabilities. Ties go to the first, as in NumPy's argmax.
 *
 * @example const predicted = predictedLabels(await predict(model, tests));
 */
export function predictedLabels(probabilities: ArrayLike<number>): Uint8Array {
  const classes = EMOTIONS.length;
  const labels = new Uint8Array(probabilities.length / classes);
  for (let i = 0; i < labels.length; i++) {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (probabilities[i * classes + k] > probabilities[i * classes + best]) best = k;
    }
    labels[i] = best;
  }
  return labels;
}
