import type { Dataset } from '../../../../src/lib/index';
import type { Answer } from '../format';
import { digestOf } from '../folders';

/** The contents of a loaded data set. */
export function datasetAnswer({ images, labels, splits, names }: Dataset): Answer {
  const n = labels.length;
  const problem =
    n === 0
      ? 'no image'
      : images.length !== n * 2304
        ? `${images.length} pixels of ${n} images`
        : splits.length !== n || names.length !== n
          ? `${splits.length} splits and ${names.length} names of ${n} images`
          : labels.some((label) => label > 6)
            ? 'a label above 6'
            : splits.some((split) => !['train', 'publicTest', 'privateTest'].includes(split))
              ? 'an unknown split'
              : undefined;
  return { digest: digestOf(images, labels, splits, names), problem };
}
