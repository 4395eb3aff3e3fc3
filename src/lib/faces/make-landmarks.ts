import { LANDMARKS, type Landmark, type Point } from './face';

/**
 * A record of points on a face.
 *
 * @param make the point of each name; `index` is its place in {@link LANDMARKS}
 */
export const makeLandmarks = (make: (name: Landmark, index: number) => Point): Record<Landmark, Point> =>
  Object.fromEntries(LANDMARKS.map((name, index) => [name, make(name, index)])) as Record<Landmark, Point>;
