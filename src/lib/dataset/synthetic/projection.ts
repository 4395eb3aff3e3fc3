import type { Point } from './svg-path';

/** The pose of a head in front of the camera. */
export interface Pose {
  /** Degrees to the image's right (positive) or left. */
  turn: number;
  /** Degrees up (positive) or down. */
  nod: number;
  /** Degrees clockwise. */
  tilt: number;
  /** Canvas units (of 192) to the right and down. */
  shift: { x: number; y: number };
  /** At 1 the face fills the image as in FER-2013's crops. */
  scale: number;
}

/**
 * Projects a point of the face onto the canvas. `lift` is its height above the head's surface; `z`
 * sets its depth instead.
 */
export type Project = (x: number, y: number, depth?: { lift?: number; z?: number }) => Point;

/** Semi-axes of the ellipsoid that models the front of a head. */
const [WIDTH, HEIGHT, DEPTH] = [68, 98, 50];

/**
 * Creates the projection of a turned and nodding head. Points of the frontal view get the depth of
 * an ellipsoid, are rotated in space, and are projected in parallel. Tilt, shift and scale are
 * applied to the whole drawing instead.
 *
 * @example
 * const project = createProjection({ turn: 15, nod: 0 });
 * project(0, 10); // the nose moves to the right
 */
export function createProjection({ turn, nod }: Pick<Pose, 'turn' | 'nod'>): Project {
  const [sinTurn, cosTurn] = [Math.sin((turn * Math.PI) / 180), Math.cos((turn * Math.PI) / 180)];
  const [sinNod, cosNod] = [Math.sin((nod * Math.PI) / 180), Math.cos((nod * Math.PI) / 180)];
  return (x, y, { lift = 0, z } = {}) => {
    const depth = z ?? DEPTH * Math.sqrt(Math.max(0, 1 - (x / WIDTH) ** 2 - (y / HEIGHT) ** 2)) + lift;
    const turnedDepth = depth * cosTurn - x * sinTurn;
    return [x * cosTurn + depth * sinTurn, y * cosNod - turnedDepth * sinNod];
  };
}
