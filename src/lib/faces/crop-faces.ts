import { IMAGE_BYTES } from '../dataset/dataset';
import type { RawImage } from '../dataset/raw-image';
import { cropFace, type CropFaceOptions } from './crop-face';
import type { Face } from './face';

/**
 * The crops of faces from several images: `[n * 48 * 48]`, the input of `predict`.
 *
 * @param faces each with the image that it is in
 * @example const probabilities = await predict(model, cropFaces(found));
 */
export function cropFaces(
  faces: readonly { readonly image: RawImage; readonly face: Face }[],
  options: CropFaceOptions = {},
): Uint8Array {
  const crops = new Uint8Array(faces.length * IMAGE_BYTES);
  faces.forEach(({ image, face }, i) => crops.set(cropFace(image, face, options), i * IMAGE_BYTES));
  return crops;
}
