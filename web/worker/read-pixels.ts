import type { RawImage } from '../../src/lib/dataset/raw-image';

let canvas: OffscreenCanvas | undefined;

/** The pixels of a picture, which is closed. */
export function readPixels(picture: ImageBitmap): RawImage {
  const { width, height } = picture;
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  // Kept in memory rather than on a graphics card, from which reading is slow.
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.clearRect(0, 0, width, height);
  context.drawImage(picture, 0, 0);
  picture.close();
  return context.getImageData(0, 0, width, height);
}
