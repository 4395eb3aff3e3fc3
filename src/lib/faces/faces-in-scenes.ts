import { IMAGE_SIZE, type Dataset } from '../dataset/dataset';
import { allImages } from '../dataset/image-at';
import type { RawImage } from '../dataset/raw-image';
import { drawScene, type PlacedFace } from '../dataset/synthetic/scene/index';
import type { tf } from '../engine/tensorflow';
import { createRandom, deriveSeed } from '../random';
import { detectFaces } from './detect-faces';
import type { Face } from './face';
import { isSameFace } from './overlap';

/** An image of a data set that was found again in a scene. */
export interface FaceInScene {
  /** The scene, shared with other images. */
  readonly image: RawImage;
  readonly face: Face;
  /** The image's index in the data set. */
  readonly index: number;
  /** The image's emotion, an index into `EMOTIONS`. */
  readonly label: number;
}

/** Options of {@link findFacesInScenes}. */
export interface FacesInScenesOptions {
  /** The side of each image in the scene, in pixels: 16 to 140. */
  size?: number;
  /** Determines the rooms and the places; an integer. */
  seed?: number;
  onProgress?: (done: number, total: number) => void;
}

/** How many hang in a scene of 480x320, and the part of it that each has for itself. */
const [COLUMNS, ROWS, CELL] = [3, 2, 160];

/**
 * Makes photographs of a data set: puts its images, enlarged, into drawn rooms, six in each, and
 * finds the faces in them. What lies around a face is then known, which it is not in an image of
 * FER-2013, so that crops of any size can be cut.
 *
 * @param detector from `loadFaceDetector`
 * @returns the faces that were found, in the data set's order; those that were not are left out
 * @throws ExpectationError for a size that is not possible
 * @example
 * const found = await findFacesInScenes(detector, tests, { seed: 1 });
 * console.log(`${found.length} of ${tests.labels.length} faces were found`);
 */
export async function findFacesInScenes(
  detector: tf.GraphModel,
  dataset: Dataset,
  { size = 100, seed = 1, onProgress }: FacesInScenesOptions = {},
): Promise<FaceInScene[]> {
  const images = allImages(dataset);
  const found: FaceInScene[] = [];
  for (let first = 0; first < images.length; first += COLUMNS * ROWS) {
    const random = createRandom(deriveSeed(seed, first));
    const jitter = () => (random.next() - 0.5) * 0.1 * CELL;
    const placed = images.slice(first, first + COLUMNS * ROWS).map((data, i): PlacedFace => ({
      face: { data, width: IMAGE_SIZE, height: IMAGE_SIZE, channels: 1 },
      x: ((i % COLUMNS) + 0.5) * CELL + jitter(),
      y: (Math.floor(i / COLUMNS) + 0.5) * CELL + jitter(),
      size,
    }));
    const { image, boxes } = await drawScene(placed, {
      ...{ width: COLUMNS * CELL, height: ROWS * CELL },
      seed: deriveSeed(seed, first),
    });
    const faces = await detectFaces(detector, image);
    boxes.forEach((box, i) => {
      const face = faces.find((candidate) => isSameFace(candidate.box, box));
      if (face) found.push({ image, face, index: first + i, label: dataset.labels[first + i] });
    });
    onProgress?.(Math.min(first + COLUMNS * ROWS, images.length), images.length);
  }
  return found;
}
