import type { SourceName } from '../dataset/source-name';
import { EMOTIONS } from '../emotions';
import { emotionFaces } from './emotion-faces';
import type { Figure } from './figure';
import { titleOf } from './titles';

/**
 * The mean face of each emotion side by side.
 *
 * @param faces seven, each `[48 * 48]` gray values 0 to 255, in the order of `EMOTIONS`
 * @throws ExpectationError when there are not seven
 * @example
 * meanFaces(
 *   EMOTIONS.map((_, label) => meanFace(train, label)),
 *   { split: 'train', source: 'FER-2013' },
 * );
 */
export function meanFaces(
  faces: readonly ArrayLike<number>[],
  { split, source }: { split?: string; source?: SourceName } = {},
): Figure {
  return emotionFaces(faces, {
    title: titleOf('Mean face of each emotion', { split, source }),
    alt: `The mean of all images of each emotion: ${EMOTIONS.join(', ')}.`,
  });
}
