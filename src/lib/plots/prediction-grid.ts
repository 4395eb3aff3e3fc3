import type { Dataset } from '../dataset/dataset';
import { EMOTIONS } from '../emotions';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { allImages } from '../dataset/image-at';
import { titleOf } from './titles';
import { predictionCaptions } from './prediction-captions';

/**
 * Images with what is on them and what a model says, right or wrong.
 *
 * @param probabilities `[n * 7]` for the data set's n images
 * @example await showFigure(predictionGrid(pictures, await predict(model, pictures)));
 */
export function predictionGrid(
  dataset: Dataset,
  probabilities: ArrayLike<number>,
  { split, columns = 6 }: { split?: string; columns?: number } = {},
): Figure {
  const answers = predictionCaptions(dataset.labels, probabilities).map(
    ({ words }, i) => `${EMOTIONS[dataset.labels[i]]}\n${words}`,
  );
  return imageGrid(allImages(dataset), {
    title: titleOf('What the model says', { split, source: dataset.source.kind }),
    alt: answers.map((answer) => answer.replace('\n', ': ')).join('; '),
    captions: answers,
    columns: Math.min(columns, answers.length),
    tile: 124,
  });
}
