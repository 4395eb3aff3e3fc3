import { decodePhotograph } from '../dataset/index';
import type { tf } from '../engine/index';
import {
  assessQuality,
  cropFace,
  detectFaces,
  type DetectFacesOptions,
  type Face,
  type FaceQuality,
  type QualityFlag,
} from '../faces/index';
import { encodePng } from '../plots/png';

/**
 * Which faces of a photograph are cut: the largest; all; or the only one, and none where there are
 * several.
 */
export const FACE_CHOICES = ['largest', 'all', 'single'] as const;

/** One of {@link FACE_CHOICES}. */
export type FaceChoice = (typeof FACE_CHOICES)[number];

/** Why a face is left out: the photograph shows others, or its quality. */
export type LeftOut = 'not the largest' | 'several faces' | QualityFlag;

/** Options of {@link cropPhotograph}. */
export interface CropPhotographOptions extends DetectFacesOptions {
  /** What an error calls the photograph; by default its path. */
  name?: string;
  /** Which of its faces are cut. */
  faces?: FaceChoice;
  /** Faces with one of these flags are left out. */
  skip?: readonly QualityFlag[];
}

/** A face of a photograph, cut out. */
export interface CroppedFace extends Face {
  readonly quality: FaceQuality;
  /** Why it is left out; empty for one that is not. */
  readonly leftOut: readonly LeftOut[];
  /** What `cropFace` cuts, as a gray PNG of 48x48. */
  readonly png: Uint8Array;
}

/**
 * Cuts the faces out of a photograph, for a data set: as `detectEmotions` cuts those that it gives
 * the model.
 *
 * @param file the path of the photograph
 * @param options
 * @param options.detector from `loadFaceDetector`
 * @returns all faces that were found, the largest first, each with why it is left out
 * @throws ExpectationError when the file does not exist, is not a complete image, or has too many
 *   pixels
 * @example
 * const faces = await cropPhotograph('happy/1.jpg', { detector, skip: ['blurred'] });
 * const [face] = faces.filter(({ leftOut }) => leftOut.length === 0);
 * if (face) await writeFile('1.png', face.png);
 */
export async function cropPhotograph(
  file: string,
  {
    detector,
    name = file,
    faces = 'largest',
    skip = [],
    ...options
  }: CropPhotographOptions & { detector: tf.GraphModel },
): Promise<CroppedFace[]> {
  const photograph = await decodePhotograph(file, { name });
  const found = await detectFaces(detector, photograph, options);
  return found.map((face, i) => {
    const crop = cropFace(photograph, face);
    const quality = assessQuality(photograph, { face, crop });
    const leftOut: LeftOut[] = quality.flags.filter((flag) => skip.includes(flag));
    if (faces === 'largest' && i > 0) leftOut.unshift('not the largest');
    if (faces === 'single' && found.length > 1) leftOut.unshift('several faces');
    return { ...face, quality, leftOut, png: encodePng(crop) };
  });
}
