import { CLASS_COUNT, isClassCount } from '../classes';
import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';

/** How far the probabilities of one image may be from a sum of 1. */
const ROUNDING = 0.01;

/**
 * Counts the classes of probabilities: how many there are for each label.
 *
 * @param labels `[n]`
 * @param probabilities `[n * classes]`
 * @param options
 * @param options.classes how many there must be; by default any number from 2 to 100
 * @param options.what the plural noun that an error uses, such as `images`
 * @returns the number of classes; 7 without labels
 * @throws ExpectationError when there are more or fewer, or the same number of each label cannot be
 *   the probabilities of one image
 * @example const classes = countClasses(tests.labels, probabilities);
 */
export function countClasses(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { classes, what = 'labels' }: { classes?: number; what?: string } = {},
): number {
  const count = classes ?? (labels.length === 0 ? EMOTIONS.length : probabilities.length / labels.length);
  if (!isClassCount(count) || probabilities.length !== labels.length * count)
    throw expectation('probabilities', {
      expectation:
        classes === undefined
          ? `from ${CLASS_COUNT.from} to ${CLASS_COUNT.to} for each of the ${labels.length} ${what}, as many for each`
          : `${classes} for each of the ${labels.length} ${what} (${labels.length * classes})`,
      found: probabilities.length,
    });
  // With the labels of half of the images, fourteen numbers would belong to each.
  if (classes === undefined && count !== EMOTIONS.length) checkSums(probabilities, { count, what });
  for (let i = 0; i < labels.length; i++)
    if (!(labels[i] >= 0 && labels[i] < count))
      throw expectation(`label ${i}`, { expectation: `an integer from 0 to ${count - 1}`, found: labels[i] });
  return count;
}

function checkSums(probabilities: ArrayLike<number>, { count, what }: { count: number; what: string }): void {
  for (let start = 0; start < probabilities.length; start += count) {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += probabilities[start + k];
    if (Math.abs(sum - 1) > ROUNDING)
      throw expectation(`the ${count} probabilities of image ${start / count}`, {
        expectation: 'a distribution, with a sum of 1',
        found: `a sum of ${sum}`,
        advice: `Pass probabilities and ${what} of the same images.`,
      });
  }
}
