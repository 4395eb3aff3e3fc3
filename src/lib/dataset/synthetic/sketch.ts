import type { ActionUnit } from './action-units';
import { blend, css, shade, type Colour } from './colour';
import type { FaceParameters } from './face-parameters';
import { createProjection, type Project } from './projection';

/** -1 for the picture's left half of the face, 1 for its right half. */
export type Side = -1 | 1;

/** Both halves, in the order they are drawn. */
export const SIDES: readonly Side[] = [-1, 1];

/** What every part of the drawing is given. Coordinates: 0, 0 is the middle of the face, the chin is near y = 72. */
export interface Sketch {
  readonly parameters: FaceParameters;
  readonly project: Project;
  /** The strength of a movement, 0 to 1; with a side, what the face's asymmetry leaves of it there. */
  readonly unit: (name: ActionUnit, side?: Side) => number;
  readonly skin: Colour;
  /** The colour of folds and of shadows on the skin, as SVG writes it. */
  readonly foldCss: string;
  readonly hairCss: string;
}

/**
 * Prepares the drawing of a face.
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
