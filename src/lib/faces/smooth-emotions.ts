import { classesIn } from '../classes';
import { expectation } from '../errors';

/** The probability of each emotion, or other class of the model, 0 to 1. */
export type EmotionProbabilities = Readonly<Record<string, number>>;

/** Smooths the probabilities of the faces of a film; see {@link createEmotionSmoother}. */
export interface EmotionSmoother {
  /**
   * Takes in a face's probabilities in the next frame in which it is seen.
   *
   * @param face its number, from a face tracker
   * @param options
   * @param options.time of the frame, in seconds
   * @returns the smoothed probabilities, which sum to 1 as well
   */
  update(face: number, options: { probabilities: EmotionProbabilities; time: number }): EmotionProbabilities;
}

/** After so many time constants what came before weighs e^-20: nothing. */
const FORGOTTEN = 20;

/**
 * Makes a smoother over time: an exponential moving average of each face's probabilities, by seconds
 * and not by frames, so that gaps and uneven frames count as long as they last.
 *
 * @param options
 * @param options.seconds the time constant: after it the past weighs 1/e = 37 %; 0 does not smooth
 * @throws ExpectationError when it is not a number of seconds
 * @example
 * const smoother = createEmotionSmoother({ seconds: 1 });
 * for (const { id, probabilities } of (await emotions.detect(photo)).map((face, id) => ({ ...face, id })))
 *   console.log(smoother.update(id, { probabilities, time: 0.2 }).Happiness);
 */
export function createEmotionSmoother({ seconds }: { seconds: number }): EmotionSmoother {
  if (!(seconds >= 0 && Number.isFinite(seconds)))
    throw expectation('the time constant', { expectation: 'a number of seconds from 0', found: seconds });
  const states = new Map<number, { probabilities: EmotionProbabilities; time: number }>();
  return {
    update(face, { probabilities, time }) {
      for (const [other, state] of states) if (time - state.time > FORGOTTEN * seconds) states.delete(other);
      const before = states.get(face);
      const weight = before && seconds > 0 ? 1 - Math.exp(-(time - before.time) / seconds) : 1;
      const smoothed = Object.fromEntries(
        classesIn(probabilities).map((emotion) => {
          const old = before?.probabilities[emotion] ?? 0;
          return [emotion, old + weight * (probabilities[emotion] - old)];
        }),
      );
      states.set(face, { probabilities: smoothed, time });
      return smoothed;
    },
  };
}
