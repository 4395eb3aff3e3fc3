import { expectation } from '../../../errors';
import type { Emotion } from '../../../emotions';
import { createRandom, deriveSeed } from '../../../random';
import type { RawImage } from '../../raw-image';
import { ACTION_UNITS, type ActionUnits } from '../action-units';
import { moveFace } from '../expressions';
import { drawScene, type DrawSceneOptions } from './draw-scene';
import type { PlacedPerson } from './placed-face';

/** Somebody in a drawn film. */
export interface Actor {
  /** Who it is and where. */
  readonly person: PlacedPerson;
  /** What the face shows, one after the other, from the film's start to its end. */
  readonly emotions: readonly Emotion[];
  /** When the actor is not in the picture, in seconds. */
  readonly away?: { readonly from: number; readonly to: number };
}

/** Options of {@link drawFilm}. */
export interface DrawFilmOptions extends Omit<DrawSceneOptions, 'frame'> {
  /** The film's length. */
  seconds?: number;
  /** Seconds from one frame to the next. */
  every?: number;
}

/** A frame of a drawn film. */
export interface DrawnFrame {
  /** Seconds from the start. */
  readonly time: number;
  readonly image: RawImage;
}

/**
 * Draws a film of people whose faces change, one frame after another: the movements of a face go
 * smoothly from those of one emotion to those of the next.
 *
 * @returns the frames in order; each is drawn when it is asked for
 * @throws ExpectationError for a length or a distance of frames that is not above 0, and for an actor
 *   without an emotion
 * @example
 * const [person] = arrangePeople(['Neutral'], { seed: 1 });
 * for await (const { time, image } of drawFilm([{ person, emotions: ['Neutral', 'Happiness'] }]))
 *   console.log(time, await detectFaces(detector, image));
 */
export async function* drawFilm(
  actors: readonly Actor[],
  { seconds = 5, every = 0.2, seed = 1, ...scene }: DrawFilmOptions = {},
): AsyncGenerator<DrawnFrame, void> {
  for (const [name, found] of Object.entries({ seconds, every }))
    if (!(found > 0 && Number.isFinite(found)))
      throw expectation(name, { expectation: 'a number of seconds above 0', found });
  const movements = actors.map(({ emotions }, actor) => {
    if (emotions.length === 0)
      throw expectation("an actor's emotions", { expectation: 'at least one', found: 0 });
    return emotions.map((emotion, i) =>
      moveFace(emotion, { intensity: 1, random: createRandom(deriveSeed(seed, actor, i)) }),
    );
  });
  const frames = Math.floor(seconds / every + 1e-9) + 1;
  for (let frame = 0; frame < frames; frame++) {
    const time = frame * every;
    const present = actors.flatMap(({ person, away }, actor) => {
      if (away && time >= away.from && time < away.to) return [];
      const units = unitsAt(movements[actor], time / seconds);
      return [{ ...person, face: { ...person.face, units } }];
    });
    const { image } = await drawScene(present, { ...scene, seed, frame });
    yield { time, image };
  }
}

/**
 * The movements at a moment of the film, 0 to 1. Each emotion is held for a while: a change takes
 * the middle 40 % of the time between two of them.
 */
function unitsAt(movements: readonly ActionUnits[], moment: number): ActionUnits {
  const at = Math.min(1, moment) * (movements.length - 1);
  const before = Math.min(Math.floor(at), movements.length - 1);
  const from = movements[before];
  const to = movements[Math.min(before + 1, movements.length - 1)];
  const progress = Math.max(0, Math.min(1, (at - before - 0.3) / 0.4));
  // Slow at both ends, as muscles are.
  const share = progress * progress * (3 - 2 * progress);
  return Object.fromEntries(
    ACTION_UNITS.map((unit) => [unit, from[unit] + (to[unit] - from[unit]) * share]),
  ) as ActionUnits;
}
