import { EMOTIONS, type Emotion } from '../../emotions';
import type { Split } from '../dataset';
import type { Faceless } from './draw-faceless';
import type { FaceTask } from './plan-faces';

/** The emotion and the split of each test image that repeats a training image. */
const TESTS_IN_TRAIN: readonly (readonly [Emotion, Split])[] = [
  ['Happiness', 'publicTest'],
  ['Surprise', 'publicTest'],
  ['Neutral', 'publicTest'],
  ['Anger', 'privateTest'],
  ['Fear', 'privateTest'],
  ['Sadness', 'privateTest'],
];

/** The labels of equal training images; the face shows the first. People confuse these, too. */
const CONFLICTS: readonly (readonly [Emotion, Emotion])[] = [
  ['Fear', 'Surprise'],
  ['Anger', 'Disgust'],
  ['Sadness', 'Neutral'],
];

/** The labels of training images without a face. */
const FACELESS: readonly (readonly [Emotion, Faceless])[] = [
  ['Anger', 'black'],
  ['Happiness', 'missing'],
];

/** How many traps of each kind {@link plantTraps} plants. */
export const TRAPS = {
  testsInTrain: TESTS_IN_TRAIN.length,
  conflicting: CONFLICTS.length,
  faceless: FACELESS.length,
} as const;

/**
 * Plants in a plan the traps that FER-2013 has and that drawings of their own accord would not have,
 * so that notebook 2 can find them: test images that also appear in train, equal images with
 * different labels, and images without a face. Files and labels stay as they were; only what is
 * drawn in eleven of them changes.
 *
 * @param tasks the plan of a set that has at least four faces of every emotion in every split
 * @returns a new plan; the same for the same one
 * @example plantTraps(planFaces({ seed: 2013, counts: DRAWN_COUNTS }));
 */
export function plantTraps(tasks: readonly FaceTask[]): FaceTask[] {
  const planted = tasks.map((task) => ({ ...task }));
  const taken = new Set<FaceTask>();
  /** The first face of the emotion that no trap uses yet. */
  const take = (emotion: Emotion, split: Split = 'train') => {
    const label = EMOTIONS.indexOf(emotion);
    const found = planted.find((task) => task.label === label && task.split === split && !taken.has(task))!;
    taken.add(found);
    return found;
  };
  for (const [emotion, split] of TESTS_IN_TRAIN) take(emotion, split).seed = take(emotion).seed;
  for (const [shown, other] of CONFLICTS) {
    const { seed, picture } = take(shown);
    Object.assign(take(other), { seed, picture });
  }
  for (const [emotion, picture] of FACELESS) take(emotion).picture = picture;
  return planted;
}
