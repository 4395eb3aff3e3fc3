import { expectation } from '../../errors';
import { createRandom, deriveSeed, type Random } from '../../random';
import { IMAGE_BYTES, IMAGE_SIZE } from '../dataset';
import { warpImage, type AffineMap, type Fill } from './warp-image';

/** How far an image may be changed; each amount is drawn evenly for each image. All zero changes nothing. */
export interface AugmentationOptions {
  /** The probability of mirroring left and right, 0 to 1. */
  flip?: number;
  /** The furthest shift to each side, as a fraction of the image's width: 0.1 is up to 4.8 pixels. */
  shift?: number;
  /** The largest turn to each side, in degrees. */
  rotation?: number;
  /** The largest change in size: 0.1 draws a factor from 0.9 to 1.1. */
  zoom?: number;
  /** The largest change in brightness: 0.1 multiplies the gray values by 0.9 to 1.1. */
  brightness?: number;
  /** The largest change in contrast: 0.1 multiplies the distances from the image's mean by 0.9 to 1.1. */
  contrast?: number;
  /**
   * The probability of painting a rectangle of 2 to 20 % of the image in its mean gray, 0 to 1: random erasing, Zhong et
   * al. (2017), https://arxiv.org/abs/1708.04896. No single part of the face may then carry the answer.
   */
  erase?: number;
  /** What fills the places that the image left: its edge pixel drawn out, its mirror image, or black. */
  fill?: Fill;
}

/** What a training of 15 epochs with Muon has the time for. */
export const DEFAULT_AUGMENTATION = {
  flip: 0.5,
  shift: 0.1,
  rotation: 12,
  zoom: 0.1,
  brightness: 0.2,
  contrast: 0.2,
  erase: 0.25,
  fill: 'nearest',
} as const satisfies AugmentationOptions;

/** For a training of many times that length, which would otherwise learn its images by heart. */
export const STRONG_AUGMENTATION = {
  ...DEFAULT_AUGMENTATION,
  shift: 0.15,
  zoom: 0.15,
  erase: 0.4,
} as const satisfies AugmentationOptions;

/** No change at all: what the options that are not given stand for. */
const NONE: Required<AugmentationOptions> = {
  flip: 0,
  shift: 0,
  rotation: 0,
  zoom: 0,
  brightness: 0,
  contrast: 0,
  erase: 0,
  fill: 'nearest',
};

/** The least and the largest part of the image that `erase` paints over, and how far from square its rectangle is. */
const ERASED = { least: 0.02, most: 0.2, aspect: 3 };

/**
 * Changes every image a little, each in its own way: mirrored, shifted, turned, zoomed (all four by one affine map), then
 * made brighter or darker, more or less contrasting, and a part of it painted over. The counterpart of Keras's
 * ImageDataGenerator, but as sharp as what it was given.
 *
 * @param images `[n * 48 * 48]` gray values 0 to 255, image after image; they stay as they are
 * @param options what is not named does not happen; the same seed changes the same images in the same way
 * @returns `[n * 48 * 48]` new values, 0 to 255
 * @throws ExpectationError when the values are not those of whole images
 * @example const changed = augmentImages(dataset.images, { ...DEFAULT_AUGMENTATION, seed: 42 });
 */
export function augmentImages(
  images: Uint8Array | Float32Array,
  options: AugmentationOptions & { seed: number },
): Float32Array {
  if (images.length % IMAGE_BYTES !== 0)
    throw expectation('images', {
      expectation: `whole images of ${IMAGE_BYTES} values`,
      found: `${images.length} values`,
    });
  const amounts = { ...NONE, ...options };
  const changed = new Float32Array(images.length);
  // Streams of their own, so that switching one kind of change off leaves the others as they were.
  const [moves, lights] = [createRandom(options.seed), createRandom(deriveSeed(options.seed, 1))];
  for (let start = 0; start < images.length; start += IMAGE_BYTES) {
    const image = images.subarray(start, start + IMAGE_BYTES);
    const target = changed.subarray(start, start + IMAGE_BYTES);
    const map = drawMap(moves, amounts);
    const factor = 1 + drawEvenly(moves) * amounts.brightness;
    const contrast = 1 + drawEvenly(lights) * amounts.contrast;
    const hole = drawHole(lights, amounts);
    if (map) warpImage(image, { map, fill: amounts.fill, target });
    else target.set(image);
    changeLight(target, { factor, contrast, hole });
  }
  return changed;
}

/** From -1 to 1. */
const drawEvenly = (random: Random) => 2 * random.next() - 1;

/** Always the same draws, whatever the amounts; undefined where nothing can move. */
function drawMap(random: Random, amounts: Required<AugmentationOptions>): AffineMap | undefined {
  const { flip, shift, rotation, zoom } = amounts;
  const mirrored = random.next() < flip;
  const right = drawEvenly(random) * shift * IMAGE_SIZE;
  const down = drawEvenly(random) * shift * IMAGE_SIZE;
  const angle = (drawEvenly(random) * rotation * Math.PI) / 180;
  const size = 1 + drawEvenly(random) * zoom;
  return flip || shift || rotation || zoom ? affine({ mirrored, right, down, angle, size }) : undefined;
}

/** A rectangle of an image, in pixels. */
interface Rectangle {
  top: number;
  left: number;
  height: number;
  width: number;
}

/** Always the same draws, whatever the amount. */
function drawHole(random: Random, { erase }: Required<AugmentationOptions>): Rectangle | undefined {
  const isErased = random.next() < erase;
  const area = (ERASED.least + random.next() * (ERASED.most - ERASED.least)) * IMAGE_BYTES;
  const aspect = ERASED.aspect ** drawEvenly(random);
  const height = Math.min(IMAGE_SIZE, Math.round(Math.sqrt(area * aspect)));
  const width = Math.min(IMAGE_SIZE, Math.round(Math.sqrt(area / aspect)));
  const top = random.integer(IMAGE_SIZE - height + 1);
  const left = random.integer(IMAGE_SIZE - width + 1);
  return isErased ? { top, left, height, width } : undefined;
}

/** Times `factor`, then `mean + contrast * (value - mean)`, the mean itself in the hole; all of it within 0 to 255. */
function changeLight(
  image: Float32Array,
  { factor, contrast, hole }: { factor: number; contrast: number; hole: Rectangle | undefined },
): void {
  let sum = 0;
  for (let i = 0; i < image.length; i++) sum += image[i];
  const mean = (factor * sum) / image.length;
  const [slope, offset] = [factor * contrast, mean * (1 - contrast)];
  for (let i = 0; i < image.length; i++) image[i] = clip(slope * image[i] + offset);
  if (!hole) return;
  const { top, left, height, width } = hole;
  for (let row = top; row < top + height; row++) {
    image.fill(clip(mean), row * IMAGE_SIZE + left, row * IMAGE_SIZE + left + width);
  }
}

const clip = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : value);

/** One image's change: what {@link affine} turns into numbers. */
interface Change {
  mirrored: boolean;
  /** Pixels. */
  right: number;
  /** Pixels. */
  down: number;
  /** Radians, clockwise as seen. */
  angle: number;
  /** 2 draws everything twice as large. */
  size: number;
}

/** As the place that each pixel comes from: every change stands here as its inverse, around the image's centre. */
function affine({ mirrored, right, down, angle, size }: Change): AffineMap {
  const centre = (IMAGE_SIZE - 1) / 2;
  const sign = mirrored ? -1 : 1;
  const cos = Math.cos(angle) / size;
  const sin = Math.sin(angle) / size;
  const [a, b, d, e] = [sign * cos, sign * sin, -sin, cos];
  const x = centre + right;
  const y = centre + down;
  return [a, b, centre - a * x - b * y, d, e, centre - d * x - e * y];
}
