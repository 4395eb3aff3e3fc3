import type { Dataset } from '../dataset/dataset';
import type { Figure } from './figure';
import { valueDistribution, type DistributionOptions } from './value-distribution';

/**
 * The distribution of contrast: the share of each group's images in every bin of the standard
 * deviation of their pixels.
 *
 * @param contrast `[n]` the standard deviation of each image's gray values, 0 (plain gray) to 127.5
 *   (half black, half white)
 * @param options
 * @param options.by whether the lines are emotions or splits
 * @param options.outliers the result of `findOutliers(contrast)`, to draw its fences
 * @throws ExpectationError when there is not one value per image
 * @example
 * await showFigure(
 *   contrastDistribution(dataset, contrast(dataset), {
 *     outliers: findOutliers(contrast(dataset)),
 *   }),
 * );
 */
export function contrastDistribution(
  dataset: Dataset,
  contrast: ArrayLike<number>,
  options: DistributionOptions = {},
): Figure {
  return valueDistribution(dataset, contrast, {
    ...options,
    name: 'Contrast',
    axis: 'deviation of the gray values of the image (0 plain, 127.5 half black and half white)',
    short: 'deviation',
    greatest: 127.5,
  });
}
