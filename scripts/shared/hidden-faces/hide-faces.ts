import { createRandom, deriveSeed } from '../../../src/lib/random';
import { type Box, drawScene, IMAGE_BYTES, IMAGE_SIZE, type RawImage } from '../../../src/lib/index';

/** Images of a data set in scenes. */
export interface HideOptions {
  /** `[n * 48 * 48]` gray values. */
  images: Uint8Array;
  /** The side of each in the scene, in pixels. */
  size: number;
  /** By how much each is turned at most, either way, in degrees: half of them to each side. */
  degrees?: number;
  /** Pixels of the scene. */
  width?: number;
  height?: number;
  seed: number;
}

/** An image in a scene. */
export interface HiddenFace {
  readonly index: number;
  readonly image: RawImage;
  /** Around the image, as it is turned. */
  readonly box: Box;
}

/** How far an image continues beyond its edges, in its own pixels, while it fades away. */
const MARGIN = 12;

/**
 * Puts each image into a room of its own, at a random place. What lies around the faces of FER-2013
 * is not known: each is continued by its nearest pixels, which fade into the room.
 */
export async function* hideFaces({
  images,
  size,
  degrees = 0,
  width = 640,
  height = 480,
  seed,
}: HideOptions): AsyncGenerator<HiddenFace> {
  const side = (size * (IMAGE_SIZE + 2 * MARGIN)) / IMAGE_SIZE;
  for (let index = 0; index < images.length / IMAGE_BYTES; index++) {
    const random = createRandom(deriveSeed(seed, index));
    const angle = ((index % 2 === 0 ? 1 : -1) * degrees * Math.PI) / 180;
    // The whole image is in the scene, as it is turned.
    const half = (size / 2) * (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle)));
    const x = half + random.next() * (width - 2 * half);
    const y = half + random.next() * (height - 2 * half);
    const picture = withMargin(images.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES));
    const { image } = await drawScene([{ face: picture, x, y, size: side, angle }], {
      ...{ width, height },
      seed: deriveSeed(seed, index),
    });
    yield { index, image, box: { x: x - half, y: y - half, width: 2 * half, height: 2 * half } };
  }
}

/** The image with its nearest pixels around it, more and more transparent. */
function withMargin(image: Uint8Array): RawImage {
  const side = IMAGE_SIZE + 2 * MARGIN;
  const data = new Uint8Array(side * side * 4);
  const within = (at: number) => Math.min(IMAGE_SIZE - 1, Math.max(0, at - MARGIN));
  const beyond = (at: number) => Math.abs(at - MARGIN - within(at));
  for (let y = 0, to = 0; y < side; y++)
    for (let x = 0; x < side; x++, to += 4) {
      const distance = Math.hypot(beyond(x), beyond(y));
      data.fill(image[within(y) * IMAGE_SIZE + within(x)], to, to + 3);
      data[to + 3] = 255 * Math.max(0, 1 - distance / MARGIN);
    }
  return { data, width: side, height: side, channels: 4 };
}
