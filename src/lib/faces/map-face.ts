import type { Face, Point } from './face';
import { makeLandmarks } from './make-landmarks';

/** Scales, then moves: x becomes `x * scaleX + offset`. */
interface Mapping {
  scaleX: number;
  scaleY: number;
  x: number;
  y: number;
}

/** A face in other coordinates, such as those of the image that a part was taken from. */
export function mapFace(face: Face, { scaleX, scaleY, x, y }: Mapping): Face {
  const map = (point: Point) => ({ x: point.x * scaleX + x, y: point.y * scaleY + y });
  return {
    box: { ...map(face.box), width: face.box.width * scaleX, height: face.box.height * scaleY },
    score: face.score,
    landmarks: makeLandmarks((name) => map(face.landmarks[name])),
  };
}
