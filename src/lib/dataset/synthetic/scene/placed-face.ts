import { channelsOf, type RawImage } from '../../raw-image';
import { expectation } from '../../../errors';
import type { FaceParameters } from '../face-parameters';

/** A face and its place in a scene. */
export interface PlacedFace {
  /**
   * A drawn person, with hair and shoulders, or a square picture of a face (such as an image of
   * FER-2013), which is pasted as it is.
   */
  readonly face: FaceParameters | RawImage;
  /** The centre of the face's picture, in pixels from the scene's left and top edge. */
  readonly x: number;
  readonly y: number;
  /**
   * The side of the face's picture in the scene, in pixels. A drawn person's picture is what
   * `drawFace` draws: the face takes about three quarters of it.
   */
  readonly size: number;
  /** By how much the picture is turned clockwise, in radians. */
  readonly angle?: number;
}

/** A drawn person and where it stands in a scene. */
export interface PlacedPerson extends PlacedFace {
  readonly face: FaceParameters;
}

/** Whether it is pixels rather than what to draw. */
export const isPicture = (face: PlacedFace['face']): face is RawImage => 'data' in face;

/** @throws ExpectationError naming the number that is none, or the side that is another. */
export function assertPlaced({ face, x, y, size, angle = 0 }: PlacedFace): void {
  for (const [name, found] of Object.entries({ x, y, angle }))
    if (!Number.isFinite(found))
      throw expectation(`a face's ${name}`, { expectation: 'a finite number', found });
  if (!(size >= 1 && size <= 4096))
    throw expectation("a face's size", { expectation: 'from 1 to 4096 pixels', found: size });
  if (!isPicture(face)) return;
  channelsOf(face);
  if (face.width !== face.height)
    throw expectation("a face's picture", {
      expectation: 'square',
      found: `${face.width} x ${face.height}`,
    });
}
