import type { Face } from './face';
import { makeLandmarks } from './make-landmarks';
import { containment, isSameFace } from './overlap';

/**
 * A box of which more than this share lies within another is the same face's, too: a close-up gives
 * boxes of very different sizes, whose intersection over union is small.
 */
const WITHIN = 0.7;

/**
 * Merges the detector's boxes that are the same face: the box of the highest score takes in those
 * that overlap it, each counted by its score, as BlazeFace's authors do, which keeps boxes still
 * from frame to frame; then the next one. Source: https://arxiv.org/abs/1907.05047, section 4.3.
 *
 * @returns the faces, the highest score first; each has its best box's score
 * @example const faces = suppressNonMaxima(decodeBoxes(raw, 0.5));
 */
export function suppressNonMaxima(candidates: readonly Face[]): Face[] {
  let left = [...candidates].sort((a, b) => b.score - a.score);
  const faces: Face[] = [];
  while (left.length > 0) {
    const [best] = left;
    const isSame = ({ box }: Face) => isSameFace(box, best.box) || containment(box, best.box) > WITHIN;
    // Only boxes of about the same size are averaged: a box within the box is less precise.
    faces.push(
      meanOf(
        left.filter(({ box }) => isSameFace(box, best.box)),
        best.score,
      ),
    );
    left = left.filter((face) => face !== best && !isSame(face));
  }
  return faces;
}

/** The mean of boxes and points, weighted by the scores. */
function meanOf(faces: readonly Face[], score: number): Face {
  const total = faces.reduce((sum, face) => sum + face.score, 0);
  const mean = (read: (face: Face) => number) =>
    faces.reduce((sum, face) => sum + face.score * read(face), 0) / total;
  const landmarks = makeLandmarks((name) => ({
    x: mean((face) => face.landmarks[name].x),
    y: mean((face) => face.landmarks[name].y),
  }));
  const box = {
    x: mean((face) => face.box.x),
    y: mean((face) => face.box.y),
    width: mean((face) => face.box.width),
    height: mean((face) => face.box.height),
  };
  return { box, score, landmarks };
}
