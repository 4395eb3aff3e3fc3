import type { Dataset } from '../dataset/dataset';
import { sourceName } from '../dataset/source-name';
import { EMOTIONS } from '../emotions';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { allImages } from '../dataset/image-at';
import { titleOf } from './titles';
import { predictionCaptions } from './prediction-captions';

/**
 * Images with their labels and a model's predictions.
 *
 * @param probabilities `[n * 7]` for the data set's n images
 * @example await showFigure(predictionGrid(pictures, await predict(model, pictures)));
 */
export function predictionGrid(
  dataset: Dataset,
  probabilities: ArrayLike<number>,
  { split, columns = 6 }: { split?: string; columns?: number } = {},
): Figure {
  const captions = predictionCaptions(dataset.labels, probabilities).map(
    ({ words }, i) => `${EMOTIONS[dataset.labels[i]]}\n${words}`,
  );
  return imageGrid(allImages(dataset), {
    title: titleOf('Predictions', { split, source: sourceName(dataset.source) }),
    alt: captions.map((caption) => caption.replace('\n', ': ')).join('; '),
    captions,
    columns: Math.min(columns, captions.length),
    tile: 124,
  });
}
