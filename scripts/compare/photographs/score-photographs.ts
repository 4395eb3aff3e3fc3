import { expectation } from '../../../src/lib/errors';
import { wilsonInterval } from '../../../src/lib/index';
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
 * @example const { found, hidden } = scorePhotographs(photographs, await detectAll(photographs));
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
  const hidden = photographs.filter(({ face }) => face).length;
  let [found, right, falseHits] = [0, 0, 0];
  for (const [i, { face }] of photographs.entries()) {
    const hit = face && faces[i].find(({ box }) => isAt(box, face.box));
    falseHits += faces[i].length - (hit ? 1 : 0);
    if (!hit) continue;
    found++;
    const emotion = emotionNamed(hit.emotion);
    if (!emotion)
      throw expectation("the contender's emotion", {
        expectation: 'the name of one of the seven',
        found: hit.emotion,
      });
    if (emotion === face.emotion) right++;
  }
  const emotion = found === 0 ? null : { accuracy: right / found, interval: wilsonInterval(right, found) };
  return { speeds: speedsOf(photographs, seconds), hidden, found, emotion, falseHits };
}

/** The speed on each size of photographs, in the order of the first of each. */
function speedsOf(photographs: readonly Photograph[], seconds: readonly number[]): OnPhotographs['speeds'] {
  const sizes = new Map<string, { width: number; height: number; n: number; total: number }>();
  for (const [i, { width, height }] of photographs.entries()) {
    const size = sizes.get(`${width}x${height}`) ?? { width, height, n: 0, total: 0 };
    sizes.set(`${width}x${height}`, { ...size, n: size.n + 1, total: size.total + seconds[i] });
  }
  return [...sizes.values()].map(({ width, height, n, total }) => ({
    ...{ width, height, photographsPerSecond: n / total },
  }));
}
