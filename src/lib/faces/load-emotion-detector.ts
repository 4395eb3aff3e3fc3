import { decodePhotograph } from '../dataset/decode/decode-photograph';
import type { RawImage } from '../dataset/raw-image';
import { folderOfModel, PHOTOGRAPH_MODEL } from '../model/bundled-models';
import { classesOf } from '../model/classes-of';
import { loadModel } from '../model/load-model';
import { loadFaceDetector } from './blazeface/load-face-detector';
import {
  detectEmotions,
  type DetectEmotionsOptions,
  type EmotionalFace,
  type EmotionModels,
} from './emotion-detector';

/** A photograph: the path of its file, its encoded bytes, or raw pixels (a video's frame, a canvas). */
export type Photograph = string | Uint8Array | RawImage;

/** Finds faces and their emotions; see {@link loadEmotionDetector}. */
export interface EmotionDetector extends EmotionModels {
  /** The names of the emotion model's classes, in the order of its outputs. */
  readonly classes: readonly string[];
  /**
   * The faces in an image, the largest first, each with its emotion. None where it shows none.
   *
   * @throws ExpectationError when the file does not exist or is not a complete image
   */
  detect(image: Photograph, options?: DetectEmotionsOptions): Promise<EmotionalFace[]>;
  /** The same for several images at once, which is faster: the faces of each. */
  detectAll(images: readonly Photograph[], options?: DetectEmotionsOptions): Promise<EmotionalFace[][]>;
  /** Frees the memory of both models. */
  dispose(): void;
}

/** Where the two models are. */
export interface EmotionDetectorOptions {
  /**
   * The emotion model: a bundled one by its name (`crowd`, which learned what ten people see, or
   * `shipped`, which learned FER-2013's labels), or the folder of another, whose classes may be any.
   * By default `crowd`.
   */
  model?: string;
  /** The folder of the face detector. */
  faceDetector?: string;
}

/**
 * Loads what it takes to get from a photograph to the emotions in it: the face detector, and the
 * bundled model or another one.
 *
 * @throws ExpectationError when a model is missing or damaged
 * @example
 * const detector = await loadEmotionDetector();
 * for (const { emotion, confidence } of await detector.detect('party.jpg'))
 *   console.log(emotion, confidence);
 */
export async function loadEmotionDetector({
  model: emotionModel = PHOTOGRAPH_MODEL,
  faceDetector,
}: EmotionDetectorOptions = {}): Promise<EmotionDetector> {
  const detector = await loadFaceDetector(faceDetector);
  const { model } = await loadModel(folderOfModel(emotionModel));
  const models = { detector, model };
  const detectAll: EmotionDetector['detectAll'] = async (images, options) => {
    const pixels: RawImage[] = [];
    for (const image of images) pixels.push(await pixelsOf(image));
    return detectEmotions(pixels, { ...options, ...models });
  };
  return {
    ...models,
    classes: classesOf(model),
    detectAll,
    detect: async (image, options) => (await detectAll([image], options))[0],
    dispose: () => {
      detector.dispose();
      model.dispose();
    },
  };
}

const pixelsOf = async (image: Photograph): Promise<RawImage> =>
  typeof image === 'string' || image instanceof Uint8Array ? decodePhotograph(image) : image;
