import { IMAGE_SIZE } from '../dataset/dataset';
import type { RawImage } from '../dataset/raw-image';
import { rollOf, sizeOf, type Face } from './face';
import { halfExtent, type Region } from './pixels/region';
import { resample } from './pixels/resample';

/**
 * How FER-2013 cuts its faces: medians over images in which the detector finds a face. The box's
 * larger side is this share of the image's side, and the box's centre lies here in the image.
 */
const GEOMETRY = { side: 0.864, x: 0.505, y: 0.563 };

/** The distance of the eyes, in sides of the box, that says nothing about the face's angle. */
const CLOSE_EYES = 0.15;

/** Options of {@link cropFace}. */
export interface CropFaceOptions {
  /**
   * Whether to turn the face upright, by the line through its eyes. It costs nothing where a face is
   * upright already, and gains much from 15 degrees on: docs/faces.md.
   */
  upright?: boolean;
  /** The side of what is cut, in sides of FER-2013's cut. */
  scale?: number;
}

/**
 * Cuts a face out of an image as FER-2013's faces are cut: gray, 48x48, with the same share of
 * forehead and chin. What lies beyond the image's edges repeats its nearest pixel.
 *
 * @returns `[48 * 48]` gray values 0 to 255: the input of the models
 * @example
 * const [largest] = await detectFaces(detector, photo);
 * const probabilities = await classify(model, cropFace(photo, largest));
 */
export function cropFace(image: RawImage, face: Face, options: CropFaceOptions = {}): Uint8Array {
  const values = resample(image, {
    region: cropRegion(face, options),
    ...{ width: IMAGE_SIZE, height: IMAGE_SIZE, channels: 1, kernel: 'cubic' },
  });
  // Rounds, and clamps what overshoots.
  return new Uint8Array(Uint8ClampedArray.from(values));
}

/**
 * The square of an image that {@link cropFace} cuts.
 *
 * @example
 * const [largest] = await detectFaces(detector, photo);
 * const { x, y, width } = cropRegion(largest, { scale: 1.2 });
 */
export function cropRegion(face: Face, { upright = true, scale = 1 }: CropFaceOptions = {}): Region {
  const { box } = face;
  const side = sizeOf(face) / GEOMETRY.side;
  const { rightEye, leftEye } = face.landmarks;
  // In profile, the eyes are too close together to tell.
  const isClear = Math.hypot(leftEye.x - rightEye.x, leftEye.y - rightEye.y) > CLOSE_EYES * sizeOf(face);
  const angle = upright && isClear ? rollOf(face) : 0;
  // From the box's centre to the crop's.
  const [dx, dy] = [(0.5 - GEOMETRY.x) * side, (0.5 - GEOMETRY.y) * side];
  return {
    x: box.x + box.width / 2 + dx * Math.cos(angle) - dy * Math.sin(angle),
    y: box.y + box.height / 2 + dx * Math.sin(angle) + dy * Math.cos(angle),
    width: side * scale,
    height: side * scale,
    angle,
  };
}

/** The share of a region that lies beyond the image's edges, as the upright rectangle around it. */
export function shareOutside(region: Region, { width, height }: RawImage): number {
  const half = halfExtent(region);
  const inside = (at: number, reach: number, side: number) =>
    Math.max(0, Math.min(side, at + reach) - Math.max(0, at - reach)) / (2 * reach);
  return Math.max(0, 1 - inside(region.x, half.x, width) * inside(region.y, half.y, height));
}
