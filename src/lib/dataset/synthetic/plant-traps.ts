import type { Split } from '../dataset';
import type { FaceTask } from './plan-faces';

/** How many traps of each kind `plantTraps()` plants. */
export const TRAPS = {
  /** Test images that are copies of a training image with the same label, half of them in each test. */
  testsInTrain: 6,
  /** Pairs of equal training images with two different labels. */
  conflicting: 3,
  /** Training images without a face: a black square, and the sign of a missing picture. */
  faceless: 2,
} as const;

/** A face of the set that a trap may replace, with its place in the plan. */
type Candidate = FaceTask & { index: number };

/**
 * Plants in a plan the traps that FER-2013 has and that drawings of their own accord would not have,
 * so that notebook 2 can find them: test images that also appear in train, equal images with
 * different labels, and images without a face. Files and labels stay as they were; only what is
 * drawn in {@link TRAPS} of them changes: 11 of 3,160.
 *
 * @param tasks the plan of a set that has enough faces of every kind
 * @returns a new plan; the same for the same one
 * @example plantTraps(planFaces({ seed: 2013, counts: DRAWN_COUNTS }));
 */
export function plantTraps(tasks: readonly FaceTask[]): FaceTask[] {
  const planted = [...tasks];
  const candidates = tasks.map((task, index): Candidate => ({ ...task, index }));
  const train = candidates.filter(({ split }) => split === 'train');
  const taken = new Set<number>();
  /** The first face that no trap uses yet and that fits. */
  const take = (from: readonly Candidate[], fits: (candidate: Candidate) => boolean) => {
    const found = from.find((candidate) => !taken.has(candidate.index) && fits(candidate))!;
    taken.add(found.index);
    return found;
  };
  const change = ({ index }: Candidate, drawn: Partial<FaceTask>) => {
    planted[index] = { ...planted[index], ...drawn };
  };
  for (let i = 0; i < TRAPS.testsInTrain; i++) {
    const split: Split = i % 2 ? 'publicTest' : 'privateTest';
    const test = take(candidates, (candidate) => candidate.split === split);
    change(test, { seed: take(train, ({ label }) => label === test.label).seed });
  }
  for (let i = 0; i < TRAPS.conflicting; i++) {
    const first = take(train, () => true);
    const second = take(train, ({ label }) => label !== first.label);
    change(second, { seed: first.seed, picture: first.picture });
  }
  for (const picture of ['black', 'missing'] as const)
    change(
      take(train, () => true),
      { picture },
    );
  return planted;
}
