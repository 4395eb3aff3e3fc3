import type { Dataset } from '../dataset/dataset';
import type { Figure } from './figure';
import { valueDistribution, type DistributionOptions } from './value-distribution';

/**
 * The distribution of brightness: the share of each group's images in every bin of mean gray value.
 *
 * @param brightness `[n]` the mean gray value of each image of the data set, 0 (black) to 255
 *   (white)
 * @param options
 * @param options.by whether the lines are emotions or splits
 * @param options.outliers the result of `findOutliers(brightness)`, to draw its fences
 * @throws ExpectationError when there is not one value per image
 * @example await showFigure(brightnessDistribution(dataset, brightness(dataset), { by: 'split' }));
 */
export function brightnessDistribution(
  dataset: Dataset,
  brightness: ArrayLike<number>,
  options: DistributionOptions = {},
): Figure {
  return valueDistribution(dataset, brightness, {
    ...options,
    name: 'Brightness',
    axis: 'mean gray value of the image (0 black, 255 white)',
    short: 'mean gray',
    greatest: 256,
  });
}
