import { IMAGE_SIZE } from '../dataset/dataset';
import type { RawImage } from '../dataset/raw-image';
import { cropRegion, shareOutside } from './crop-face';
import { sizeOf, type Face } from './face';

/** What makes an emotion less reliable, with the number behind each. */
export interface FaceQuality {
  /** The larger side of the face's box, in pixels of the image. */
  readonly size: number;
  /** Variance of the crop's Laplacian over that of its gray values: low when blurred. */
  readonly sharpness: number;
  /** How far the nose is from between the eyes, in eye distances: 0 frontal, 0.5 below an eye. */
  readonly turn: number;
  /** The mean gray value of the crop, 0 (black) to 255. */
  readonly brightness: number;
  /** The share of the crop beyond the image's edges, 0 to 1. */
  readonly outside: number;
  /** Which of the numbers are beyond their limit. */
  readonly flags: readonly QualityFlag[];
}

/** A reason to doubt an emotion. */
export type QualityFlag = 'small' | 'blurred' | 'turned' | 'dark' | 'cut';

/** The limits of {@link FaceQuality}'s numbers. What they cost in accuracy: docs/faces.md. */
export const QUALITY_LIMITS = { size: 40, sharpness: 0.1, turn: 0.25, brightness: 40, outside: 0.1 };

/** By flag, whether the number behind it is beyond its limit. */
export const IS_BEYOND: Readonly<Record<QualityFlag, (numbers: Omit<FaceQuality, 'flags'>) => boolean>> = {
  small: ({ size }) => size < QUALITY_LIMITS.size,
  blurred: ({ sharpness }) => sharpness < QUALITY_LIMITS.sharpness,
  turned: ({ turn }) => turn > QUALITY_LIMITS.turn,
  dark: ({ brightness }) => brightness < QUALITY_LIMITS.brightness,
  cut: ({ outside }) => outside > QUALITY_LIMITS.outside,
};

/**
 * Says what makes a face hard to judge.
 *
 * @param image the image that the face is in
 * @param options
 * @param options.crop `[48 * 48]` from `cropFace`
 * @example
 * const [largest] = await detectFaces(detector, photo);
 * const { flags } = assessQuality(photo, { face: largest, crop: cropFace(photo, largest) });
 */
export function assessQuality(
  image: RawImage,
  { face, crop }: { face: Face; crop: Uint8Array },
): FaceQuality {
  const numbers = {
    size: sizeOf(face),
    ...assessCrop(crop),
    turn: turnOf(face),
    outside: shareOutside(cropRegion(face), image),
  };
  const flags = (Object.keys(IS_BEYOND) as QualityFlag[]).filter((flag) => IS_BEYOND[flag](numbers));
  return { ...numbers, flags };
}

/**
 * The part of a face's quality that its crop shows.
 *
 * @param crop `[48 * 48]` from `cropFace`
 * @example const { sharpness, brightness } = assessCrop(picture);
 */
export const assessCrop = (crop: Uint8Array): Pick<FaceQuality, 'sharpness' | 'brightness'> => ({
  sharpness: sharpnessOf(crop),
  brightness: mean(crop),
});

/** Along the line through the eyes, so that a tilted head does not count as turned. */
function turnOf({ landmarks: { rightEye, leftEye, nose } }: Face): number {
  const [dx, dy] = [leftEye.x - rightEye.x, leftEye.y - rightEye.y];
  const squared = dx * dx + dy * dy;
  if (squared === 0) return 1;
  const middle = { x: (rightEye.x + leftEye.x) / 2, y: (rightEye.y + leftEye.y) / 2 };
  return Math.abs((nose.x - middle.x) * dx + (nose.y - middle.y) * dy) / squared;
}

/** A flat image has no edges to be sharp: 0. */
function sharpnessOf(crop: Uint8Array): number {
  const edges: number[] = [];
  for (let y = 1; y < IMAGE_SIZE - 1; y++)
    for (let x = 1; x < IMAGE_SIZE - 1; x++) {
      const at = y * IMAGE_SIZE + x;
      const around = crop[at - 1] + crop[at + 1] + crop[at - IMAGE_SIZE] + crop[at + IMAGE_SIZE];
      edges.push(around - 4 * crop[at]);
    }
  const contrast = variance(crop);
  return contrast === 0 ? 0 : variance(edges) / contrast;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

function variance(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) ** 2;
  return sum / values.length;
}
