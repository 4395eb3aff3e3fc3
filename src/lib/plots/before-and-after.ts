import type { SourceName } from '../dataset/source-name';
import { expectation } from '../errors';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { titleOf } from './titles';

/**
 * Images before and after augmentation: the originals in the first row, then one row per
 * augmentation.
 *
 * @param originals each `[48 * 48]` gray values 0 to 255
 * @param augmented one list per augmentation, each as long as the originals
 * @throws ExpectationError when a list differs in length from the originals
 * @example
 * const changed = augmentDataset(faces, { ...DEFAULT_AUGMENTATION, seed: 1 });
 * await showFigure(
 *   beforeAndAfter(allImages(faces), [allImages(changed)], { source: sourceName(dataset.source) }),
 * );
 */
export function beforeAndAfter(
  originals: readonly ArrayLike<number>[],
  augmented: readonly (readonly ArrayLike<number>[])[],
  { title = 'Before and after augmentation', source }: { title?: string; source?: SourceName } = {},
): Figure {
  for (const { length } of augmented) {
    if (length !== originals.length) {
      throw expectation('augmented images', {
        expectation: `as many as the ${originals.length} originals`,
        found: length,
      });
    }
  }
  const versions = augmented.length === 1 ? 'an augmented version' : `${augmented.length} augmented versions`;
  return imageGrid([...originals, ...augmented.flat()], {
    title: titleOf(title, { source }),
    alt: `${originals.length} images, and under each ${versions} of it.`,
    columns: originals.length,
    rowLabels: ['original', ...augmented.map((_, i) => `augmented ${i + 1}`)],
    tile: 88,
  });
}
