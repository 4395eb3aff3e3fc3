import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';

/**
 * Checks that there are seven probabilities for each label.
 *
 * @param what what the labels belong to, in the plural: `images`
 * @throws {ExpectationError} when there are more or fewer
 */
export function assertProbabilities(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  what = 'labels',
): void {
  const classes = EMOTIONS.length;
  if (probabilities.length !== labels.length * classes) {
    throw expectation('probabilities', {
      expectation: `${classes} for each of the ${labels.length} ${what} (${labels.length * classes})`,
      found: probabilities.length,
    });
  }
}
