import { channelsOf, type RawImage } from '../dataset/raw-image';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { detectOnce } from './blazeface/detect-once';
import { sizeOf, type Box, type Face } from './face';
import { suppressNonMaxima } from './non-maximum-suppression';
import { iou } from './overlap';

/** Options of {@link detectFaces}. */
export interface DetectFacesOptions {
  /** The smallest score of a face, 0 to 1. */
  minScore?: number;
  /**
   * Also looks at this many overlapping parts along each side, for faces that are small in a large
   * picture: 3 takes ten times as long. A face that only a part shows is looked at once more from
   * close up, and kept where the detector is sure.
   */
  tiles?: number;
}

/** How much of a tile's side its neighbour shares, so that a face is whole in one of them. */
const TILE_OVERLAP = 0.25;

/** The second look at a face that only a tile shows. */
const SECOND_LOOK = {
  /** The sides of what is looked at, in sides of the face's box. */
  sides: 2.2,
  /** The smallest score. */
  minScore: 0.7,
};

/**
 * Finds the faces in an image with BlazeFace. A picture without a face gives an empty list.
 *
 * @param detector from `loadFaceDetector`
 * @param image raw pixels of any size
 * @returns the faces, the largest first, in pixels of the image
 * @throws ExpectationError when the image or an option is not valid
 * @example const faces = await detectFaces(detector, await decodePhotograph('party.jpg'));
 */
export async function detectFaces(
  detector: tf.GraphModel,
  image: RawImage,
  { minScore = 0.5, tiles = 1 }: DetectFacesOptions = {},
): Promise<Face[]> {
  channelsOf(image);
  if (!(minScore > 0 && minScore < 1))
    throw expectation('minScore', { expectation: 'a number between 0 and 1', found: minScore });
  if (!(Number.isInteger(tiles) && tiles >= 1 && tiles <= 10))
    throw expectation('tiles', { expectation: 'an integer from 1 to 10', found: tiles });
  const whole = { x: 0, y: 0, width: image.width, height: image.height };
  const found = suppressNonMaxima(await detectOnce(detector, image, { view: whole, minScore }));
  if (tiles > 1) {
    const candidates: Face[] = [];
    for (const view of tilesOf(image, tiles))
      candidates.push(...(await detectOnce(detector, image, { view, minScore })));
    for (const candidate of suppressNonMaxima(candidates)) {
      if (found.some((face) => iou(face.box, candidate.box) > 0.3)) continue;
      const view = around(candidate.box, SECOND_LOOK.sides);
      const again = suppressNonMaxima(await detectOnce(detector, image, { view, ...SECOND_LOOK }));
      const same = again.find((face) => iou(face.box, candidate.box) > 0.3);
      if (same) found.push(same);
    }
  }
  return suppressNonMaxima(found).sort((a, b) => sizeOf(b) - sizeOf(a));
}

/** Overlapping parts of an image, `tiles` along each side. */
function tilesOf({ width, height }: RawImage, tiles: number): Box[] {
  const part = 1 / (tiles - (tiles - 1) * TILE_OVERLAP);
  const step = tiles > 1 ? (1 - part) / (tiles - 1) : 0;
  return Array.from({ length: tiles * tiles }, (_, i) => ({
    x: (i % tiles) * step * width,
    y: Math.floor(i / tiles) * step * height,
    width: part * width,
    height: part * height,
  }));
}

/** A square around a box, `sides` times its larger side. */
function around(box: Box, sides: number): Box {
  const side = sides * Math.max(box.width, box.height);
  return {
    x: box.x + (box.width - side) / 2,
    y: box.y + (box.height - side) / 2,
    width: side,
    height: side,
  };
}
