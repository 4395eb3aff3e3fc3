import type { Emotion } from '../../emotions';
import type { Random } from '../../random';
import type { ActionUnits } from './action-units';
import { moveFace } from './expressions';
import { createIdentity, type Identity } from './identity';
import type { Pose } from './projection';

/** The light on a face. */
export interface Light {
  /** Its direction in degrees clockwise from the image's left: 90 is from above. */
  direction: number;
  /** 0 (even) to 1 (the far side in deep shadow). */
  strength: number;
  /** Added to every gray value of 0 to 255. */
  brightness: number;
  /** Factor on the distance from middle gray. */
  contrast: number;
}

/** Everything that determines a drawn face; drawing it adds no other randomness. */
export interface FaceParameters {
  emotion: Emotion;
  /** The intensity of the emotion, 0 to 1. */
  intensity: number;
  units: ActionUnits;
  /**
   * How much stronger the movements are on the image's right (positive) than on its left, as a
   * share.
   */
  asymmetry: number;
  /** The direction of gaze, -1 to 1, to the right and down. */
  gaze: { x: number; y: number };
  identity: Identity;
  pose: Pose;
  light: Light;
  /** Gray value 0 to 255 behind the head, at the top and at the bottom. */
  background: { top: number; bottom: number };
  /** Standard deviation of the camera's blur, in pixels of a 48x48 image. */
  blur: number;
  /** Standard deviation of the camera's noise, in gray values, and the seed of its grain. */
  noise: { deviation: number; seed: number };
}

/**
 * The range of intensities: at the lowest, faces of different emotions look alike; at the highest
 * they do not.
 */
const [WEAKEST, STRONGEST] = [0.5, 1];

const limited = (random: Random) => Math.max(-2, Math.min(2, random.normal()));

/**
 * Samples the parameters of a face: a random person who shows the emotion at a random intensity, in
 * a random pose and light.
 *
 * @param emotion one of `EMOTIONS`
 * @param random the source of every random choice
 * @example const parameters = sampleFaceParameters('Happiness', createRandom(42));
 */
export function sampleFaceParameters(emotion: Emotion, random: Random): FaceParameters {
  // The square root favours high intensities: most people show an emotion clearly when photographed
  // for it.
  const intensity = WEAKEST + (STRONGEST - WEAKEST) * Math.sqrt(random.next());
  return {
    emotion,
    intensity,
    units: moveFace(emotion, { intensity, random }),
    asymmetry: 0.1 * limited(random),
    gaze: { x: 0.3 * limited(random), y: 0.25 * limited(random) },
    identity: createIdentity(random),
    pose: {
      turn: 6 * limited(random),
      nod: 3 * limited(random),
      tilt: 3 * limited(random),
      shift: { x: 4.5 * limited(random), y: 4 * limited(random) },
      scale: 1.2 + 0.03 * limited(random),
    },
    light: {
      direction: random.next() * 180,
      strength: random.next() * 0.55,
      brightness: 14 * limited(random),
      contrast: 0.95 + 0.1 * limited(random),
    },
    background: { top: 40 + random.next() * 200, bottom: 40 + random.next() * 200 },
    blur: random.next() * 0.5,
    noise: { deviation: random.next() * 5, seed: random.integer(2 ** 32) },
  };
}
