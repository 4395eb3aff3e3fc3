import { expectation } from '../errors';
import { axisNames, nounFor } from './class-names';
import type { Figure } from './figure';
import { imageGrid, type ImageGridOptions } from './image-grid';

/** More classes than these take several rows. */
const MOST_COLUMNS = 7;

/**
 * One face per class, side by side with their names.
 *
 * @param faces images for `imageGrid`, in the order of the labels
 * @throws ExpectationError when there are more or fewer than classes
 */
export function emotionFaces(
  faces: readonly ArrayLike<number>[],
  {
    classes,
    ...options
  }: Pick<ImageGridOptions, 'title' | 'alt' | 'colorBar'> & { classes: readonly string[] },
): Figure {
  if (faces.length !== classes.length) {
    throw expectation('faces', {
      expectation: `${classes.length}, one per ${nounFor(classes)}`,
      found: faces.length,
    });
  }
  return imageGrid(faces, {
    ...options,
    captions: axisNames(classes),
    columns: Math.min(classes.length, MOST_COLUMNS),
    tile: 100,
  });
}
