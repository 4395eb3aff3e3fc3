import { CLASS_COUNT } from '../classes';
import { expectation } from '../errors';

/**
 * Checks that labels and predictions are classes (0 to below their number) and equal in number.
 *
 * @throws ExpectationError when they are not
 */
export function assertPairs(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  { classes = CLASS_COUNT.to }: { classes?: number } = {},
): void {
  if (labels.length !== predicted.length) {
    throw expectation('predictions', {
      expectation: `as many as the ${labels.length} labels`,
      found: predicted.length,
      advice: 'Predict the same images that the labels belong to.',
    });
  }
  for (let i = 0; i < labels.length; i++) {
    for (const [what, value] of [['label', labels[i]] as const, ['prediction', predicted[i]] as const]) {
      if (!(Number.isInteger(value) && value >= 0 && value < classes)) {
        throw expectation(`${what} ${i}`, {
          expectation: `an integer from 0 to ${classes - 1}`,
          found: value,
        });
      }
    }
  }
}
