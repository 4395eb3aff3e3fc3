import type { Box } from '../dataset/box';

export type { Box };

/** A position in pixels of the image as it is shown. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The points that the detector finds on a face, in its order; right is the person's right. */
export const LANDMARKS = ['rightEye', 'leftEye', 'nose', 'mouth', 'rightEar', 'leftEar'] as const;

/** The name of a point on a face. */
export type Landmark = (typeof LANDMARKS)[number];

/** A face in an image, as the detector finds it. */
export interface Face {
  readonly box: Box;
  /** How sure the detector is that this is a face, 0 to 1. */
  readonly score: number;
  readonly landmarks: Readonly<Record<Landmark, Point>>;
}

/**
 * The angle by which a face is turned clockwise in the image's plane, in radians: that of the line
 * through its eyes.
 */
export function rollOf({ landmarks: { rightEye, leftEye } }: Pick<Face, 'landmarks'>): number {
  return Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x);
}

/** The larger side of a face's box, in pixels. */
export const sizeOf = ({ box }: Pick<Face, 'box'>): number => Math.max(box.width, box.height);
