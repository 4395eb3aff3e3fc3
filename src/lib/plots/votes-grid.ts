import type { Dataset } from '../dataset/dataset';
import { imageAt } from '../dataset/image-at';
import { sourceName } from '../dataset/source-name';
import { ANSWERS } from '../dataset/votes/answers';
import { votesPerImage } from '../dataset/votes/votes-per-image';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { titleOf } from './titles';

/**
 * Images with their labels and the votes of FER+'s annotators, the most frequent answer first.
 *
 * @param indices of the images, such as those of `mostDisputed()`
 * @throws ExpectationError if the data set has no votes
 * @example
 * await showFigure(votesGrid(tests, mostDisputed(tests), { title: 'The widest splits' }));
 */
export function votesGrid(
  dataset: Dataset,
  indices: readonly number[],
  {
    columns = 6,
    split,
    title = 'Labels and votes',
  }: { columns?: number; split?: string; title?: string } = {},
): Figure {
  const votes = votesPerImage(dataset);
  const captions = indices.map((index) => {
    const counts = Array.from(ANSWERS, (answer, i) => ({ answer, count: votes[index][i] }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
    return [
      `label: ${dataset.classes[dataset.labels[index]]}`,
      ...counts.map(({ answer, count }) => `${count} × ${answer}`),
    ].join('\n');
  });
  return imageGrid(
    indices.map((index) => imageAt(dataset, index)),
    {
      title: titleOf(title, { split, source: sourceName(dataset.source) }),
      alt: `${indices.length} face images with labels and votes: ${captions.map((caption) => caption.replace(/\n/g, ', ')).join('; ')}.`,
      captions,
      columns: Math.min(columns, indices.length),
      tile: 112,
    },
  );
}
