import type { SourceName } from '../dataset/source-name';
import { EMOTIONS } from '../emotions';
import { nounFor, pictureOf } from './class-names';
import { emotionFaces } from './emotion-faces';
import type { Figure } from './figure';
import { titleOf } from './titles';

/**
 * The mean face of each class side by side.
 *
 * @param faces one of each class, each `[48 * 48]` gray values 0 to 255, in the order of the
 *   labels
 * @throws ExpectationError when there are more or fewer
 * @example
 * meanFaces(
 *   EMOTIONS.map((_, label) => meanFace(train, label)),
 *   { split: 'train', source: 'FER-2013' },
 * );
 */
export function meanFaces(
  faces: readonly ArrayLike<number>[],
  {
    split,
    source,
    classes = EMOTIONS,
  }: { split?: string; source?: SourceName; classes?: readonly string[] } = {},
): Figure {
  return emotionFaces(faces, {
    classes,
    title: titleOf(`Mean ${pictureOf(classes)} of each ${nounFor(classes)}`, { split, source }),
    alt: `The mean of all images of each ${nounFor(classes)}: ${classes.join(', ')}.`,
  });
}
