import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import type { Figure } from './figure';
import { imageGrid, type ImageGridOptions } from './image-grid';

/**
 * One face per emotion, side by side with their names.
 *
 * @param faces seven images for `imageGrid`, in the order of `EMOTIONS`
 * @throws ExpectationError when there are not seven
 */
export function emotionFaces(
  faces: readonly ArrayLike<number>[],
  options: Pick<ImageGridOptions, 'title' | 'alt' | 'colorBar'>,
): Figure {
  if (faces.length !== EMOTIONS.length) {
    throw expectation('faces', { expectation: `${EMOTIONS.length}, one per emotion`, found: faces.length });
  }
  return imageGrid(faces, { ...options, captions: EMOTIONS, columns: EMOTIONS.length, tile: 100 });
}
