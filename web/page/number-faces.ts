import { createFaceTracker, type FaceTracker } from '../../src/lib/faces/track-faces';
import type { SeenFace } from '../messages';

/**
 * What gives the faces of a video or camera the same number from frame to frame. When the video goes
 * back, the numbers begin anew.
 *
 * @returns the faces of the next frame, at a time in seconds, in the order of their numbers
 */
export function createFaceNumbers(): (faces: readonly SeenFace[], time: number) => SeenFace[] {
  let tracker: FaceTracker | undefined;
  let last = -Infinity;
  return (faces, time) => {
    if (time <= last) tracker = undefined;
    tracker ??= createFaceTracker();
    last = time;
    const ids = tracker.update(faces, time);
    return faces.map((face, i) => ({ ...face, id: ids[i] })).sort((a, b) => a.id - b.id);
  };
}
