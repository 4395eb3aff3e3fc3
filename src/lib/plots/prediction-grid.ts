import type { Dataset } from '../dataset/dataset';
import { sourceName } from '../dataset/source-name';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { allImages } from '../dataset/image-at';
import { titleOf } from './titles';
import { predictionCaptions } from './prediction-captions';

/**
 * Images with their labels and a model's predictions.
 *
 * @param probabilities `[n * classes]` for the data set's n images
 * @example await showFigure(predictionGrid(pictures, await predict(model, pictures)));
 */
export function predictionGrid(
  dataset: Dataset,
  probabilities: ArrayLike<number>,
  { split, columns = 6 }: { split?: string; columns?: number } = {},
): Figure {
  const captions = predictionCaptions(dataset.labels, probabilities, dataset).map(
    ({ words }, i) => `${dataset.classes[dataset.labels[i]]}\n${words}`,
  );
  return imageGrid(allImages(dataset), {
    title: titleOf('Predictions', { split, source: sourceName(dataset.source) }),
    alt: captions.map((caption) => caption.replace('\n', ': ')).join('; '),
    captions,
    columns: Math.min(columns, captions.length),
    tile: 124,
  });
}
