import type { AugmentationOptions } from '../dataset/augment/augment-images';
import { augmentDataset, STRONG_AUGMENTATION, type Dataset } from '../dataset/index';
import { EMOTIONS, type Emotion } from '../emotions';
import type { LabelAgreement } from '../evaluation/index';
import { formatCount } from '../format';
import { isSameSet, right, wrong, type Verdict } from './exercise';

/** Checks 2.1: the two classes whose mean images are closest. */
export function checkClosestFaces(
  answer: readonly string[],
  { faces, classes = EMOTIONS }: { faces: readonly ArrayLike<number>[]; classes?: readonly string[] },
): Verdict {
  if (new Set(answer).size !== 2 || answer.length !== 2) return wrong('Name two different classes.');
  let closest: readonly string[] = [];
  let least = Infinity;
  for (let a = 0; a < faces.length; a++)
    for (let b = 0; b < a; b++) {
      const square = squaredDistance(faces[a], faces[b]);
      if (square < least) [least, closest] = [square, [classes[a], classes[b]]];
    }
  if (isSameSet(answer, closest))
    return right(`${closest.join(' and ')} are ${Math.sqrt(least).toFixed(0)} gray values apart.`);
  const pairs = (faces.length * (faces.length - 1)) / 2;
  return wrong(
    `Another pair is closer than ${answer.join(' and ')}. Compute all ${pairs} distances and sort them.`,
  );
}

const squaredDistance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, i) => (value - b[i]) ** 2).reduce((sum, square) => sum + square, 0);

/** Checks 2.2: the label that the annotators contradict most. */
export function checkMostDisputedLabel(
  answer: Emotion,
  { agreement }: { agreement: Pick<LabelAgreement, 'emotions'> },
): Verdict {
  const worst = agreement.emotions.reduce((a, b) => (b.accuracy < a.accuracy ? b : a));
  if (answer === worst.emotion)
    return right(`The majority sees it in ${worst.correct} of ${worst.n} images with this label.`);
  const own = agreement.emotions.find(({ emotion }) => emotion === answer);
  return wrong(
    `The majority agrees with ${answer} in ${own?.correct ?? 0} of ${own?.n ?? 0}: there is a lower share.`,
  );
}

/** Checks 2.3: the images of a single gray. */
export function checkFlatImages(
  answer: readonly number[],
  { contrast }: { contrast: ArrayLike<number> },
): Verdict {
  const flat = Array.from(contrast).flatMap((deviation, index) => (deviation === 0 ? [index] : []));
  if (isSameSet(answer, flat))
    return right(
      `${flat.length} of ${formatCount(contrast.length)}: each has a label, and no network can learn it.`,
    );
  return wrong(`Their contrast is exactly 0: not ${answer.length} images, or not these.`);
}

/** The augmentation that exercise 3.1 asks for. */
const WILD: AugmentationOptions & { seed: number } = { ...STRONG_AUGMENTATION, rotation: 60, seed: 1 };

/** Checks 3.1: images that were augmented too strongly. */
export function checkWildImages(
  answer: Pick<Dataset, 'images'>,
  { originals }: { originals: Dataset },
): Verdict {
  if (Buffer.from(answer.images).equals(Buffer.from(originals.images)))
    return wrong('These are the originals: take what augmentDataset() returns.');
  const expected = augmentDataset(originals, WILD);
  if (Buffer.from(answer.images).equals(Buffer.from(expected.images)))
    return right('Look at them before you read on: which would you still recognise?');
  return wrong('These are augmented, but not by STRONG_AUGMENTATION with a rotation of 60 and the seed 1.');
}

/** Checks 3.2: how often rare and common images count in the loss of an epoch. */
export function checkWeightSums(
  answer: readonly number[],
  { train: { classes, labels } }: { train: Pick<Dataset, 'classes' | 'labels'> },
): Verdict {
  if (answer.length !== classes.length) return wrong(`One number for each of the ${classes.length} classes.`);
  const share = labels.length / classes.length;
  if (answer.every((sum) => Math.abs(sum - share) <= 1e-3 * share))
    return right('With the weights, every class has the same share of the loss, however rare it is.');
  return wrong('Multiply the number of training images of each class by its weight.');
}
