import type { ActionUnit } from './action-units';
import { blend, css, shade, type Colour } from './colour';
import type { FaceParameters } from './face-parameters';
import { createProjection, type Project } from './projection';

/** -1 for the half of the face on the image's left, 1 for that on its right. */
export type Side = -1 | 1;

/** Both halves, in drawing order. */
export const SIDES: readonly Side[] = [-1, 1];

/**
 * The input of every part of the drawing. The origin is the centre of the face; the chin is near y
 * = 72.
 */
export interface Sketch {
  readonly parameters: FaceParameters;
  readonly project: Project;
  /** The intensity of a movement, 0 to 1; with a side, adjusted for the face's asymmetry. */
  readonly unit: (name: ActionUnit, side?: Side) => number;
  readonly skin: Colour;
  /** The colour of folds and of shadows on the skin, in SVG's notation. */
  readonly foldCss: string;
  readonly hairCss: string;
}

/**
 * Prepares what the parts of a face's drawing share.
 *
 * @example const sketch = createSketch(sampleFaceParameters('Fear', createRandom(3)));
 */
export function createSketch(parameters: FaceParameters): Sketch {
  const { units, asymmetry, identity, pose } = parameters;
  return {
    parameters,
    project: createProjection(pose),
    unit: (name, side) =>
      side === undefined ? units[name] : Math.min(1, units[name] * (1 + side * asymmetry)),
    skin: identity.skin,
    foldCss: css(blend(shade(identity.skin, 0.42), { with: [60, 20, 20], share: 0.35 })),
    hairCss: css(identity.hair),
  };
}
