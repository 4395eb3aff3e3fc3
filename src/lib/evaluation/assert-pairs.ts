import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';

/**
 * Checks that labels and predictions are emotions (0 to 6) and equal in number.
 *
 * @throws ExpectationError when they are not
 */
export function assertPairs(labels: ArrayLike<number>, predicted: ArrayLike<number>): void {
  if (labels.length !== predicted.length) {
    throw expectation('predictions', {
      expectation: `as many as the ${labels.length} labels`,
      found: predicted.length,
      advice: 'Predict the same images that the labels belong to.',
    });
  }
  for (let i = 0; i < labels.length; i++) {
    for (const [what, value] of [['label', labels[i]] as const, ['prediction', predicted[i]] as const]) {
      if (!(Number.isInteger(value) && value >= 0 && value < EMOTIONS.length)) {
        throw expectation(`${what} ${i}`, {
          expectation: `an integer from 0 to ${EMOTIONS.length - 1}`,
          found: value,
        });
      }
    }
  }
}
