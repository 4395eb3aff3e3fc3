import type { Box } from './face';

/** The area that two boxes share, in square pixels. */
function intersection(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

const area = ({ width, height }: Box) => width * height;

/** Intersection over union of two boxes: 0 (apart) to 1 (the same). */
export function iou(a: Box, b: Box): number {
  const shared = intersection(a, b);
  return shared / (area(a) + area(b) - shared);
}

/** Boxes with a larger intersection over union are those of the same face. */
const SAME_FACE = 0.3;

/** Whether two boxes overlap so much that they are the same face's. */
export const isSameFace = (a: Box, b: Box): boolean => iou(a, b) > SAME_FACE;

/** The share of the smaller of two boxes that is within the other: 0 to 1. */
export const containment = (a: Box, b: Box): number => intersection(a, b) / Math.min(area(a), area(b));
