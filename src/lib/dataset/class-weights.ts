import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import type { Dataset } from './dataset';

/**
 * Weights that give all seven emotions the same influence on the loss, however few images they
 * have: inversely proportional to the number of images, with a mean of 1 over the images
 * ("balanced" in scikit-learn).
 *
 * @returns `[7]` in label order, as `createBatches` takes them
 * @throws ExpectationError when an emotion has no image
 * @example createBatches(train, { classWeights: classWeights(train) });
 */
export function classWeights({ labels }: Pick<Dataset, 'labels'>): number[] {
  const counts = new Array<number>(EMOTIONS.length).fill(0);
  for (const label of labels) counts[label]++;
  return counts.map((count, label) => {
    if (count === 0) {
      throw expectation(`the images of ${EMOTIONS[label]}`, {
        expectation: 'at least one',
        found: 'none',
        advice: 'Class weights need every emotion in the training set.',
      });
    }
    return labels.length / (EMOTIONS.length * count);
  });
}
