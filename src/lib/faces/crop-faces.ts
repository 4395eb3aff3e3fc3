import { concatImages } from '../dataset/concat-images';
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
  return concatImages(faces.map(({ image, face }) => cropFace(image, face, options)));
}
