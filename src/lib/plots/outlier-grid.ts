import type { Dataset } from '../dataset/dataset';
import { sourceName } from '../dataset/source-name';
import type { Outliers } from '../statistics/outliers';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { imageAt } from '../dataset/image-at';
import { titleOf } from './titles';

/** The names of both ends of each quantity. */
const ENDS = {
  brightness: ['darkest', 'brightest'],
  contrast: ['least contrast', 'most contrast'],
} as const;

/**
 * The images with the lowest and the highest brightness or contrast, one row each, with emotion and
 * value.
 *
 * @param values `[n]` one per image of the data set, in gray values
 * @param options
 * @param options.of the quantity
 * @param options.outliers the result of `findOutliers(values)`
 * @example
 * const light = brightness(train);
 * await showFigure(
 *   outlierGrid(train, light, { of: 'brightness', outliers: findOutliers(light), split: 'train' }),
 * );
 */
export function outlierGrid(
  dataset: Dataset,
  values: ArrayLike<number>,
  {
    of,
    outliers: { lowest, highest },
    split,
    tile = 80,
  }: { of: keyof typeof ENDS; outliers: Pick<Outliers, 'lowest' | 'highest'>; split?: string; tile?: number },
): Figure {
  const columns = Math.max(lowest.length, highest.length);
  const ends = [lowest, highest];
  const places = ends.flatMap((end) => Array.from({ length: columns }, (_, i) => end.at(i)));
  const nameOf = (index: number) => `${dataset.classes[dataset.labels[index]]}\n${values[index].toFixed(0)}`;
  return imageGrid(
    places.map((index) => (index === undefined ? null : imageAt(dataset, index))),
    {
      title: titleOf(`Both ends of ${of}`, { split, source: sourceName(dataset.source) }),
      alt: ends
        .map(
          (end, e) => `${ENDS[of][e]}: ${end.map((index) => nameOf(index).replace('\n', ' ')).join(', ')}.`,
        )
        .join(' '),
      captions: places.map((index) => (index === undefined ? '' : nameOf(index))),
      columns,
      rowLabels: ENDS[of],
      tile,
    },
  );
}
