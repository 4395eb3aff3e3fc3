import { expectation } from '../errors';
import type { Dataset } from './dataset';

/**
 * Weights that give all classes the same influence on the loss, however few images they
 * have: inversely proportional to the number of images, with a mean of 1 over the images
 * ("balanced" in scikit-learn).
 *
 * @returns `[classes]` in label order, as `createBatches` takes them
 * @throws ExpectationError when a class has no image
 * @example createBatches(train, { classWeights: classWeights(train) });
 */
export function classWeights({ classes, labels }: Pick<Dataset, 'classes' | 'labels'>): number[] {
  const counts = new Array<number>(classes.length).fill(0);
  for (const label of labels) counts[label]++;
  return counts.map((count, label) => {
    if (count === 0) {
      throw expectation(`the images of ${classes[label]}`, {
        expectation: 'at least one',
        found: 'none',
        advice: 'Class weights need every class in the training set.',
      });
    }
    return labels.length / (classes.length * count);
  });
}
