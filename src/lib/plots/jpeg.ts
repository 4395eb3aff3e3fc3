import { channelsOf, type RawImage } from '../dataset/raw-image';
import { loadModule } from './load-module';

/** The quality of JPEGs, of 100. */
const QUALITY = 88;

/**
 * A photograph as a JPEG in a data URI, which a page can show without fetching anything.
 *
 * @param options
 * @param options.width its width in pixels; the height keeps the proportions
 */
export function jpegDataUri(image: RawImage, { width }: { width: number }): string {
  const { createCanvas, ImageData } = loadModule<typeof import('@napi-rs/canvas')>('@napi-rs/canvas');
  const whole = createCanvas(image.width, image.height);
  const pixels = new ImageData(rgbaOf(image), image.width, image.height);
  whole.getContext('2d').putImageData(pixels, 0, 0);
  const shown = createCanvas(width, Math.max(1, Math.round((width * image.height) / image.width)));
  const context = shown.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, shown.width, shown.height);
  return `data:image/jpeg;base64,${shown.toBuffer('image/jpeg', QUALITY).toString('base64')}`;
}

/** Red, green, blue, opacity, as a canvas wants them. */
function rgbaOf(image: RawImage): Uint8ClampedArray {
  const channels = channelsOf(image);
  const { data } = image;
  const rgba = new Uint8ClampedArray(4 * image.width * image.height);
  for (let from = 0, to = 0; to < rgba.length; from += channels, to += 4)
    for (let channel = 0; channel < 4; channel++)
      rgba[to + channel] =
        channel < 3 ? data[from + Math.min(channel, channels - 1)] : channels === 4 ? data[from + 3] : 255;
  return rgba;
}
