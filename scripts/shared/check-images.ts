import { decodeImage, drawFace, IMAGE_BYTES, IMAGE_SIZE } from '../../src/lib/dataset/index';
import { EMOTIONS } from '../../src/lib/emotions';
import { createRandom } from '../../src/lib/random';

/** Images on which an exported model has to agree with the original. */
export interface CheckImages {
  /** Gray values, 0 to 255, image after image. */
  pixels: Uint8Array;
  /** `[n, 48, 48, 1]` */
  shape: [number, number, number, number];
}

const FACES = 32;
const NOISE = 14;

/** How many images there are: the last two are black and white. */
export const IMAGES = FACES + NOISE + 2;

/**
 * Makes 48 images: 32 drawn faces, 14 of noise, a black and a white one. They are the same on every
 * call.
 *
 * @example const { pixels, shape } = await makeCheckImages();
 */
export async function makeCheckImages(): Promise<CheckImages> {
  const pixels = new Uint8Array(IMAGES * IMAGE_BYTES);
  for (let i = 0; i < FACES; i++) {
    const face = await drawFace(EMOTIONS[i % EMOTIONS.length], { seed: i + 1, size: IMAGE_SIZE });
    pixels.set(await decodeImage(face), i * IMAGE_BYTES);
  }
  const random = createRandom(1);
  for (let i = FACES * IMAGE_BYTES; i < (FACES + NOISE) * IMAGE_BYTES; i++) pixels[i] = random.integer(256);
  pixels.fill(255, (IMAGES - 1) * IMAGE_BYTES);
  return { pixels, shape: [IMAGES, IMAGE_SIZE, IMAGE_SIZE, 1] };
}
