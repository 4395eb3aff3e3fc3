import { expectation } from '../../../src/lib/errors';
import { type Emotion, wilsonInterval } from '../../../src/lib/index';
import type { OnPhotographs } from '../../shared/comparison-words';
import { isAt } from '../../shared/hidden-faces/is-at';
import { emotionNamed } from '../node-contender/emotion-named';
import type { Detected } from './answers';
import type { Photograph } from './make-photographs';

/**
 * Compares what a contender found with what is in the photographs.
 *
 * @param photographs in the order in which the contender got them
 * @throws ExpectationError when it answered for another number of them, or with what is no emotion
 * @example const { falseHits, emotion } = scorePhotographs(photographs, detected);
 */
export function scorePhotographs(
  photographs: readonly Photograph[],
  { faces, seconds }: Detected,
): OnPhotographs {
  for (const [what, { length }] of Object.entries({ faces, seconds }))
    if (length !== photographs.length)
      throw expectation(`the contender's ${what}`, {
        expectation: `those of ${photographs.length} photographs`,
        found: length,
      });
  const sizes = new Map<string, OnPhotographs['sizes'][number] & { seconds: number; n: number }>();
  let [right, falseHits] = [0, 0];
  for (const [i, { width, height, face }] of photographs.entries()) {
    const key = `${width}x${height}`;
    const none = { width, height, photographsPerSecond: 0, hidden: 0, found: 0, seconds: 0, n: 0 };
    const size = sizes.get(key) ?? none;
    const hit = face && faces[i].find(({ box }) => isAt(box, face.box));
    size.n++;
    size.seconds += seconds[i];
    size.hidden += face ? 1 : 0;
    size.found += hit ? 1 : 0;
    sizes.set(key, size);
    falseHits += faces[i].length - (hit ? 1 : 0);
    if (hit && emotionOf(hit.emotion) === face.emotion) right++;
  }
  const found = [...sizes.values()].reduce((sum, size) => sum + size.found, 0);
  return {
    sizes: [...sizes.values()].map(({ seconds, n, ...size }) => ({
      ...size,
      photographsPerSecond: n / seconds,
    })),
    falseHits,
    emotion: found === 0 ? null : { accuracy: right / found, interval: wilsonInterval(right, found) },
  };
}

function emotionOf(label: string): Emotion {
  const emotion = emotionNamed(label);
  if (emotion) return emotion;
  throw expectation("the contender's emotion", { expectation: 'the name of one of the seven', found: label });
}
