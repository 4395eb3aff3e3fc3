import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';

/**
 * Checks that there are seven probabilities per label.
 *
 * @param what the plural noun that an error uses, such as `images`
 * @throws ExpectationError when there are more or fewer
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
