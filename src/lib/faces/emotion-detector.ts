import { concatImages } from '../dataset/concat-images';
import type { RawImage } from '../dataset/raw-image';
import { EMOTIONS, type Emotion } from '../emotions';
import type { tf } from '../engine/tensorflow';
import { predict } from '../evaluation/predict';
import { predictedLabels } from '../evaluation/predicted-labels';
import { cropFace } from './crop-face';
import { detectFaces, type DetectFacesOptions } from './detect-faces';
import type { Face } from './face';
import { assessQuality, type FaceQuality } from './quality';

/** A face with its emotion. */
export interface EmotionalFace extends Face {
  /** The most probable emotion. */
  readonly emotion: Emotion;
  /** Its probability, 0 to 1. */
  readonly confidence: number;
  /** The probability of each emotion, 0 to 1; they sum to 1. */
  readonly probabilities: Readonly<Record<Emotion, number>>;
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
  const labels = predictedLabels(rows);
  found.forEach(({ image, face, crop }, i) => {
    const row = rows.subarray(i * EMOTIONS.length, (i + 1) * EMOTIONS.length);
    faces[image].push({
      ...face,
      emotion: EMOTIONS[labels[i]],
      confidence: row[labels[i]],
      probabilities: Object.fromEntries(EMOTIONS.map((emotion, label) => [emotion, row[label]])) as Record<
        Emotion,
        number
      >,
      quality: assessQuality(images[image], { face, crop }),
    });
  });
  return faces;
}
