import { cropFace, type DetectFacesOptions, detectFaces, IMAGE_BYTES, type tf } from '../../src/lib/index';
import type { SceneRow } from '../shared/docs/robustness';
import { hideFaces, type HideOptions } from '../shared/hidden-faces/hide-faces';
import { isAt } from '../shared/hidden-faces/is-at';
import { scoreImages } from './score-images';

/** What is measured, and with what. */
export interface SceneOptions extends HideOptions, DetectFacesOptions {
  detector: tf.GraphModel;
  model: tf.LayersModel;
  /** `[n]` labels of the images. */
  labels: Uint8Array;
  onProgress: (done: number, total: number) => void;
}

/**
 * Hides faces in scenes, finds, cuts and judges them; judges the same images as they are, too. Each
 * accuracy is the mean with the mirror image.
 */
export async function measureScenes({
  detector,
  model,
  labels,
  onProgress,
  ...options
}: SceneOptions): Promise<SceneRow> {
  const { images, size, degrees = 0, minScore, secondLook, tiles } = options;
  const total = labels.length;
  const found: number[] = [];
  const crops: Record<'plain' | 'upright', Uint8Array[]> = { plain: [], upright: [] };
  let falseHits = 0;
  for await (const { index, image, box } of hideFaces(options)) {
    const faces = await detectFaces(detector, image, { minScore, secondLook, tiles });
    const face = faces.find((candidate) => isAt(candidate.box, box));
    falseHits += faces.length - (face ? 1 : 0);
    if (face) {
      found.push(index);
      crops.plain.push(cropFace(image, face, { upright: false }));
      crops.upright.push(cropFace(image, face, { upright: true }));
    }
    onProgress(index + 1, total);
  }
  const foundLabels = Uint8Array.from(found, (index) => labels[index]);
  const score = async (parts: readonly Uint8Array[]) =>
    parts.length === 0 ? null : scoreImages(model, { images: parts, labels: foundLabels });
  const originals = found.map((index) => images.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES));
  return {
    ...{ size, degrees, faces: total, found: found.length, falseHits },
    original: await score(originals),
    crop: await score(crops.plain),
    upright: await score(crops.upright),
  };
}
