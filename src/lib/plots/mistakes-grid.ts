import type { Dataset } from '../dataset/dataset';
import { sourceName } from '../dataset/source-name';
import type { Mistake } from '../evaluation/mistakes';
import { formatPercent } from '../format';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { imageAt } from '../dataset/image-at';
import { titleOf } from './titles';

/**
 * Misclassified images, each with its label, the prediction and its confidence.
 *
 * @param mistakes on that data set, as listed by `findMistakes()`
 * @example
 * await showFigure(
 *   mistakesGrid(tests, findMistakes(tests, probabilities, { count: 18 }), {
 *     split: 'both tests',
 *   }),
 * );
 */
export function mistakesGrid(
  dataset: Dataset,
  mistakes: readonly Pick<Mistake, 'index' | 'label' | 'predicted' | 'confidence'>[],
  { columns = 6, split }: { columns?: number; split?: string } = {},
): Figure {
  return imageGrid(
    mistakes.map(({ index }) => imageAt(dataset, index)),
    {
      title: titleOf('Most confident mistakes: label → prediction', {
        split,
        source: sourceName(dataset.source),
      }),
      alt:
        `${mistakes.length} misclassified images, with label and prediction: ` +
        `${mistakes.map(({ label, predicted }) => `${dataset.classes[label]} predicted as ${dataset.classes[predicted]}`).join(', ')}.`,
      captions: mistakes.map(
        ({ label, predicted, confidence }) =>
          `${dataset.classes[label]}\n→ ${dataset.classes[predicted]}\n${formatPercent(confidence, 0)}`,
      ),
      columns: Math.min(columns, mistakes.length),
      tile: 112,
    },
  );
}
