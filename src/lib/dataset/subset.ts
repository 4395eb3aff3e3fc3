import type { Dataset } from './dataset';
import { ANSWERS } from './votes/answers';
import { fingerprint } from './fingerprint';
import { gatherImages, gatherRows } from './gather-images';

/**
 * A data set of the images at these indices, in that order. The fingerprint is computed when it is
 * first read.
 *
 * @param dataset
 * @param indices
 * @param options
 * @param options.images the images at these indices; a copy of their pixels by default
 * @example const first = subset(dataset, [0, 1, 2]);
 */
export function subset(
  dataset: Dataset,
  indices: ArrayLike<number>,
  { images = gatherImages(dataset.images, indices) }: Pick<Partial<Dataset>, 'images'> = {},
): Dataset {
  const labels = Uint8Array.from(indices, (index) => dataset.labels[index]);
  const splits = Array.from(indices, (index) => dataset.splits[index]);
  const names = Array.from(indices, (index) => dataset.names[index]);
  const { kind, form, path, labeledBy, fromTrain } = dataset.source;
  const { classes } = dataset;
  let computed: string | undefined;
  const source = {
    kind,
    form,
    path,
    labeledBy,
    ...(fromTrain && { fromTrain }),
    // Hashing 28,709 images takes longer than copying them, and few subsets need their fingerprint.
    get fingerprint() {
      return (computed ??= fingerprint({ images, classes, labels, splits }));
    },
  };
  const votes = dataset.votes && gatherRows(dataset.votes, { indices, length: ANSWERS.length });
  return { classes, images, labels, splits, names, source, ...(votes && { votes }) };
}
