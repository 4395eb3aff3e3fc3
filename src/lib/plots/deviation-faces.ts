import { IMAGE_SIZE } from '../dataset/dataset';
import type { SourceName } from '../dataset/source-name';
import { EMOTIONS } from '../emotions';
import { nounFor, pictureOf } from './class-names';
import { emotionFaces } from './emotion-faces';
import type { Figure } from './figure';
import { SEQUENTIAL } from './palette';
import { describePeak } from './describe-peak';
import { tint } from './tint';
import { titleOf } from './titles';

/**
 * The standard deviation of each pixel within each class, side by side on one colour scale: dark
 * where images differ most.
 *
 * @param faces one of each class, each `[48 * 48]` standard deviations in gray values, in the order of
 *   the labels
 * @throws ExpectationError when there are more or fewer
 * @example
 * deviationFaces(
 *   EMOTIONS.map((_, label) => deviationFace(train, label)),
 *   { split: 'train', source: 'FER-2013' },
 * );
 */
export function deviationFaces(
  faces: readonly ArrayLike<number>[],
  {
    split,
    source,
    classes = EMOTIONS,
  }: { split?: string; source?: SourceName; classes?: readonly string[] } = {},
): Figure {
  const all = faces.flatMap((face) => Array.from(face));
  const low = Math.floor(all.reduce((least, value) => Math.min(least, value), Infinity));
  const high = Math.ceil(all.reduce((most, value) => Math.max(most, value), -Infinity));
  const colors = { scale: SEQUENTIAL, low, high };
  const images = faces.map((face) => tint(face, { height: IMAGE_SIZE, width: IMAGE_SIZE, ...colors }));
  const described = faces.map((face, label) => {
    const values = Array.from(face);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return `${classes[label]} ${mean.toFixed(0)}, most at the ${describePeak(values)}`;
  });
  return emotionFaces(images, {
    classes,
    title: titleOf(`How much ${pictureOf(classes)}s of each ${nounFor(classes)} vary`, { split, source }),
    alt: `The standard deviation of the gray values of each ${nounFor(classes)}'s images, mean over the pixels: ${described.join('; ')}.`,
    colorBar: { ...colors, title: 'gray values' },
  });
}
