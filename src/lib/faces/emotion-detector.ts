import { concatImages } from '../dataset/concat-images';
import type { RawImage } from '../dataset/raw-image';
import type { tf } from '../engine/tensorflow';
import { predict } from '../evaluation/predict';
import { predictedLabels } from '../evaluation/predicted-labels';
import { classesOf } from '../model/classes-of';
import { cropFace } from './crop-face';
import { detectFaces, type DetectFacesOptions } from './detect-faces';
import type { Face } from './face';
import { assessQuality, type FaceQuality } from './quality';

/** A face with its emotion, or with its class by a model of other classes. */
export interface EmotionalFace extends Face {
  /** The most probable emotion: the name of one of the model's classes. */
  readonly emotion: string;
  /** Its probability, 0 to 1. */
  readonly confidence: number;
  /** The probability of each of the model's classes, 0 to 1; they sum to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** What makes the emotion less reliable. */
  readonly quality: FaceQuality;
}

/** How faces are found, cut and judged. */
export interface DetectEmotionsOptions extends DetectFacesOptions {
  /** Whether to turn faces upright before they are judged; see `cropFace`. */
  upright?: boolean;
  /** Whether to average each face's prediction with that of its mirror image. */
  flip?: boolean;
}

/** The two models that find a face and judge it. */
export interface EmotionModels {
  /** From `loadFaceDetector`. */
  detector: tf.GraphModel;
  /** From `loadModel`. */
  model: tf.LayersModel;
}

/**
 * Finds the faces in images and the emotion on each. All faces are judged together, which is faster
 * than one image at a time.
 *
 * @param images raw pixels of any size
 * @returns for each image its faces, the largest first; none where it shows none
 * @throws ExpectationError when an image or an option is not valid
 * @example const [faces] = await detectEmotions([photo], { detector, model });
 */
export async function detectEmotions(
  images: readonly RawImage[],
  { detector, model, upright, flip = true, ...options }: EmotionModels & DetectEmotionsOptions,
): Promise<EmotionalFace[][]> {
  const found: { image: number; face: Face; crop: Uint8Array }[] = [];
  for (const [image, pixels] of images.entries())
    for (const face of await detectFaces(detector, pixels, options))
      found.push({ image, face, crop: cropFace(pixels, face, { upright }) });
  const faces = images.map((): EmotionalFace[] => []);
  if (found.length === 0) return faces;
  const crops = concatImages(found.map(({ crop }) => crop));
  const rows = await predict(model, crops, { flip, batchSize: 64 });
  const classes = classesOf(model);
  const labels = predictedLabels(rows, { classes });
  found.forEach(({ image, face, crop }, i) => {
    const row = rows.subarray(i * classes.length, (i + 1) * classes.length);
    faces[image].push({
      ...face,
      emotion: classes[labels[i]],
      confidence: row[labels[i]],
      probabilities: Object.fromEntries(classes.map((name, label) => [name, row[label]])),
      quality: assessQuality(images[image], { face, crop }),
    });
  });
  return faces;
}
