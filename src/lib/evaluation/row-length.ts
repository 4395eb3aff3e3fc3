import { countOf, type Classes } from '../classes';
import { expectation } from '../errors';

/**
 * How many probabilities belong to each image: one of each class.
 *
 * @param probabilities `[n * classes]`
 * @param classes the classes, or how many there are
 * @throws ExpectationError when there are not as many for each image
 * @example const length = rowLength(probabilities, dataset.classes);
 */
export function rowLength(probabilities: ArrayLike<number>, classes: Classes): number {
  const length = countOf(classes);
  if (probabilities.length % length === 0) return length;
  throw expectation('probabilities', {
    expectation: `${length} for each image`,
    found: probabilities.length,
    advice: 'Pass the classes of the model: { classes: dataset.classes }.',
  });
}
