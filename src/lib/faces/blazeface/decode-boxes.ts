import { LANDMARKS, type Face } from '../face';
import { makeLandmarks } from '../make-landmarks';
import { ANCHORS } from './anchors';

/** Numbers that the detector returns for each box: x, y, width, height, and six points. */
export const BOX_NUMBERS = 4 + 2 * LANDMARKS.length;

/** What the detector returns for its 896 boxes, in the order of the anchors. */
export interface RawDetections {
  /** `[896]`: how much each is a face, before the sigmoid. */
  logits: ArrayLike<number>;
  /** `[896 * 16]`: the centre and the points from the box's anchor, the sides, in input pixels. */
  boxes: ArrayLike<number>;
}

/**
 * The detector's boxes that are likely to be faces, in pixels of its input; several for each face.
 *
 * @param minScore the smallest score, 0 to 1
 */
export function decodeBoxes({ logits, boxes }: RawDetections, minScore: number): Face[] {
  const faces: Face[] = [];
  for (let i = 0; i < logits.length; i++) {
    const score = 1 / (1 + Math.exp(-logits[i]));
    if (!(score >= minScore)) continue;
    const [anchorX, anchorY] = [ANCHORS[2 * i], ANCHORS[2 * i + 1]];
    const number = (k: number) => boxes[i * BOX_NUMBERS + k];
    const [width, height] = [number(2), number(3)];
    const landmarks = makeLandmarks((_, k) => ({
      x: anchorX + number(4 + 2 * k),
      y: anchorY + number(5 + 2 * k),
    }));
    const box = { x: anchorX + number(0) - width / 2, y: anchorY + number(1) - height / 2, width, height };
    if (width > 0 && height > 0) faces.push({ box, score, landmarks });
  }
  return faces;
}
