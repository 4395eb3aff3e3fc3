import type { Point } from './svg-path';

/** How a head is held in front of the camera. */
export interface Pose {
  /** Degrees to the picture's right (positive) or left. */
  turn: number;
  /** Degrees up (positive) or down. */
  nod: number;
  /** Degrees clockwise. */
  tilt: number;
  /** Canvas units (of 192) to the right and down. */
  shift: { x: number; y: number };
  /** 1 fills the picture as FER-2013's crops do. */
  scale: number;
}

/** Puts a point of the face on the canvas; `lift` is how far it stands out of the head's surface, or `z` its depth itself. */
export type Project = (x: number, y: number, depth?: { lift?: number; z?: number }) => Point;

/** Half axes of the ellipsoid that stands for the front of a head. */
const [WIDTH, HEIGHT, DEPTH] = [68, 98, 50];

/**
 * The projection of a turned and nodding head: points are given on the face as seen from the front, get the depth of an ellipsoid
 * there, are rotated in space and projected in parallel. Tilt, shift and scale are left to a transform of the whole drawing.
 *
 * @example const project = createProjection({ turn: 15, nod: 0 }); project(0, 10); // the nose moves to the right
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
