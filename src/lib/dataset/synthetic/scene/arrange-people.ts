import { expectation } from '../../../errors';
import type { Emotion } from '../../../emotions';
import { createRandom, deriveSeed } from '../../../random';
import { sampleFaceParameters } from '../face-parameters';
import type { PlacedPerson } from './placed-face';

/** The size of the scene, and the seed. */
export interface ArrangePeopleOptions {
  width?: number;
  height?: number;
  /** Determines the people and where they stand; an integer. */
  seed?: number;
}

/** People in one row; more of them stand in a second one behind. */
const ROW = 4;

/**
 * Places people with these emotions side by side, as for a photograph of a group: in rows of up to
 * four, those behind smaller and higher, no face behind another.
 *
 * @param emotions one to eight of them; the first ones stand in front
 * @returns those behind first, as `drawScene` expects them
 * @throws ExpectationError when there are none or more than eight
 * @example const party = await drawScene(arrangePeople(['Happiness', 'Fear'], { seed: 1 }));
 */
export function arrangePeople(
  emotions: readonly Emotion[],
  { width = 640, height = 480, seed = 1 }: ArrangePeopleOptions = {},
): PlacedPerson[] {
  if (!(emotions.length >= 1 && emotions.length <= 2 * ROW))
    throw expectation('emotions', { expectation: `1 to ${2 * ROW}`, found: emotions.length });
  const front = emotions.slice(0, ROW);
  const behind = emotions.slice(ROW);
  const isDeep = behind.length > 0;
  const size = Math.min(width / (front.length + 0.6), height * (isDeep ? 0.42 : 0.5));
  const place = (row: readonly Emotion[], { y, scale, first }: { y: number; scale: number; first: number }) =>
    row.map((emotion, i): PlacedPerson => {
      const random = createRandom(deriveSeed(seed, first + i));
      const face = sampleFaceParameters(emotion, random);
      const step = width / (row.length + 0.3);
      return {
        face,
        x: width / 2 + (i - (row.length - 1) / 2) * step + (random.next() - 0.5) * step * 0.1,
        y: height * (y + (random.next() - 0.5) * 0.04),
        size: size * scale * (0.95 + 0.1 * random.next()),
        angle: (random.next() - 0.5) * 0.12,
      };
    });
  return [
    ...place(behind, { y: 0.25, scale: 0.75, first: ROW }),
    ...place(front, { y: isDeep ? 0.65 : 0.52, scale: 1, first: 0 }),
  ];
}
