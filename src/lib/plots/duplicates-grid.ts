import type { Dataset } from '../dataset/dataset';
import { sourceName } from '../dataset/source-name';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { imageAt } from '../dataset/image-at';
import { titleOf } from './titles';

/**
 * Groups of equal images, one row per group. The split and label under each image show which images
 * leak from train into a test, and which labels contradict each other.
 *
 * @param groups the images of each group, as indices into the data set
 * @param options
 * @param options.count the number of groups shown, from the first
 * @param options.columns the number of images shown per group, from the first
 * @example
 * duplicatesGrid(dataset, findDuplicates(dataset).conflicting, {
 *   title: 'Equal images, different labels',
 * });
 */
export function duplicatesGrid(
  dataset: Dataset,
  groups: readonly (readonly number[])[],
  {
    count = 5,
    columns = 4,
    title = 'Equal images',
  }: { count?: number; columns?: number; title?: string } = {},
): Figure {
  const shown = groups.slice(0, count);
  const widest = Math.min(columns, Math.max(...shown.map(({ length }) => length)));
  const places = shown.flatMap((group) => Array.from({ length: widest }, (_, i) => group.at(i)));
  return imageGrid(
    places.map((index) => (index === undefined ? null : imageAt(dataset, index))),
    {
      title: titleOf(title, { source: sourceName(dataset.source) }),
      alt: `${shown.length} groups of equal images, one row per group, with their splits and labels.`,
      captions: places.map((index) =>
        index === undefined ? '' : `${dataset.splits[index]}\n${dataset.classes[dataset.labels[index]]}`,
      ),
      columns: widest,
      rowLabels: shown.map((group, i) => `group ${i + 1}: ${group.length} images`),
      tile: 96,
    },
  );
}
