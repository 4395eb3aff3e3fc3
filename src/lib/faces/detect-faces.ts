import { channelsOf, type RawImage } from '../dataset/raw-image';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { detectOnce } from './blazeface/detect-once';
import { sizeOf, type Box, type Face } from './face';
import { suppressNonMaxima } from './non-maximum-suppression';
import { isSameFace } from './overlap';

/** Options of {@link detectFaces}. */
export interface DetectFacesOptions {
  /** The smallest score of a face, 0 to 1. */
  minScore?: number;
  /**
   * Whether to look again from close up at what is small in the picture, which takes one more run of
   * the detector for each. It finds more faces, drops what only looks like one from afar, and places
   * the boxes more exactly: docs/faces.md has the numbers.
   */
  secondLook?: boolean;
  /**
   * Also looks at this many overlapping parts along each side, for faces that are small in a large
   * picture: 3 takes ten times as long.
   */
  tiles?: number;
}

/** How much of a tile's side its neighbour shares, so that a face is whole in one of them. */
const TILE_OVERLAP = 0.25;

/** The second look at a face that is small in the picture. */
const SECOND_LOOK = {
  /** The largest face that needs one, as a share of the picture's larger side. */
  largest: 0.2,
  /** The smallest score that is worth one. */
  minScore: 0.3,
  /** The sides of what is looked at, in sides of the face's box. */
  sides: 2.2,
};

/**
 * Finds the faces in an image with BlazeFace. An image without a face gives an empty list.
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
  { minScore = 0.5, secondLook = true, tiles = 1 }: DetectFacesOptions = {},
): Promise<Face[]> {
  channelsOf(image);
  if (!(minScore > 0 && minScore < 1))
    throw expectation('minScore', { expectation: 'a number between 0 and 1', found: minScore });
  if (!(Number.isInteger(tiles) && tiles >= 1 && tiles <= 10))
    throw expectation('tiles', { expectation: 'an integer from 1 to 10', found: tiles });
  const options = { detector, image, minScore };
  const found = await detectIn(wholeOf(image), {
    ...options,
    largest: secondLook ? SECOND_LOOK.largest * Math.max(image.width, image.height) : 0,
  });
  // A tile shows too little of what is around to trust it: all of its faces are looked at again.
  for (const tile of tiles > 1 ? tilesOf(image, tiles) : [])
    found.push(...(await detectIn(tile, { ...options, largest: secondLook ? Infinity : 0 })));
  return suppressNonMaxima(found).sort((a, b) => sizeOf(b) - sizeOf(a));
}

/** The faces in one part of an image; those up to the size `largest` are looked at again. */
async function detectIn(
  view: Box,
  {
    detector,
    image,
    minScore,
    largest,
  }: { detector: tf.GraphModel; image: RawImage; minScore: number; largest: number },
): Promise<Face[]> {
  const least = largest > 0 ? Math.min(minScore, SECOND_LOOK.minScore) : minScore;
  const faces: Face[] = [];
  for (const face of suppressNonMaxima(await detectOnce(detector, image, { view, minScore: least }))) {
    if (sizeOf(face) > largest) {
      if (face.score >= minScore) faces.push(face);
      continue;
    }
    const closeUp = { view: around(face.box, SECOND_LOOK.sides), minScore };
    const again = suppressNonMaxima(await detectOnce(detector, image, closeUp));
    const same = again.find(({ box }) => isSameFace(box, face.box));
    if (same) faces.push(same);
  }
  return faces;
}

const wholeOf = ({ width, height }: RawImage): Box => ({ x: 0, y: 0, width, height });

/** Overlapping parts of an image, `tiles` along each side. */
function tilesOf({ width, height }: RawImage, tiles: number): Box[] {
  const part = 1 / (tiles - (tiles - 1) * TILE_OVERLAP);
  const step = (1 - part) / (tiles - 1);
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
