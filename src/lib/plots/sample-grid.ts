import type { Dataset, Split } from '../dataset/dataset';
import { sourceName } from '../dataset/source-name';
import { createRandom, deriveSeed } from '../random';
import { axisNames, nounFor } from './class-names';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { imageAt } from '../dataset/image-at';
import { titleOf } from './titles';

/**
 * Random images of each class, one row per class.
 *
 * @param options
 * @param options.perClass images per class; if a class has fewer, all are shown
 * @param options.split the split to sample from; by default all of them
 * @example await showFigure(sampleGrid(dataset, { split: 'train', seed: settings.seed }));
 */
export function sampleGrid(
  dataset: Dataset,
  {
    perClass = 8,
    seed = 1,
    split,
    tile = 80,
  }: { perClass?: number; seed?: number; split?: Split; tile?: number } = {},
): Figure {
  const images = dataset.classes.flatMap((_, label) => {
    const candidates = [...dataset.labels.keys()].filter(
      (i) => dataset.labels[i] === label && (split === undefined || dataset.splits[i] === split),
    );
    const chosen = createRandom(deriveSeed(seed, label)).shuffle(candidates).slice(0, perClass);
    return Array.from({ length: perClass }, (_, i) =>
      i < chosen.length ? imageAt(dataset, chosen[i]) : null,
    );
  });
  return imageGrid(images, {
    title: titleOf(`Samples of each ${nounFor(dataset.classes)}`, {
      split: split ?? 'all splits',
      source: sourceName(dataset.source),
    }),
    alt: `Up to ${perClass} images in each of ${dataset.classes.length} rows: ${dataset.classes.join(', ')}.`,
    columns: perClass,
    rowLabels: axisNames(dataset.classes),
    tile,
  });
}
