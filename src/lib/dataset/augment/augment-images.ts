import { expectation } from '../../errors';
import { createRandom, deriveSeed, type Random } from '../../random';
import { IMAGE_BYTES, IMAGE_SIZE } from '../dataset';
import { warpImage, type AffineMap, type Fill } from './warp-image';

/**
 * How far an image may be changed; each amount is drawn from a uniform distribution for each image.
 * With all at zero nothing changes.
 */
export interface AugmentationOptions {
  /** The probability of mirroring left and right, 0 to 1. */
  flip?: number;
  /**
   * The largest shift in each direction, as a fraction of the image's width: 0.1 is up to 4.8
   * pixels.
   */
  shift?: number;
  /** The largest rotation in either direction, in degrees. */
  rotation?: number;
  /** The largest change in size: 0.1 draws a factor from 0.9 to 1.1. */
  zoom?: number;
  /** The largest change in brightness: 0.1 multiplies the gray values by 0.9 to 1.1. */
  brightness?: number;
  /**
   * The largest change in contrast: 0.1 multiplies the distances from the image's mean by 0.9 to
   * 1.1.
   */
  contrast?: number;
  /**
   * The probability of random erasing, 0 to 1: a rectangle of 2 to 20 % of the image is filled with
   * its mean gray, so that the network cannot rely on a single part of the face. Zhong et al.
   * (2017), https://arxiv.org/abs/1708.04896.
   */
  erase?: number;
  /**
   * What fills the area that the image no longer covers: the nearest edge pixel, the mirrored
   * image, or black.
   */
  fill?: Fill;
}

/** As strong as 15 epochs of training with Muon can make use of. */
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

/** For training several times as long, which would otherwise overfit. */
export const STRONG_AUGMENTATION = {
  ...DEFAULT_AUGMENTATION,
  shift: 0.15,
  zoom: 0.15,
  erase: 0.4,
} as const satisfies AugmentationOptions;

/** No change at all: the defaults of the options. */
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

/**
 * The smallest and the largest share of the image that `erase` covers, and the largest aspect ratio
 * of its rectangle.
 */
const ERASED = { least: 0.02, most: 0.2, aspect: 3 };

/**
 * Augments every image at random: flips, shifts, rotates and zooms it (all in one affine map), then
 * changes brightness and contrast and erases a rectangle. The counterpart of Keras's
 * ImageDataGenerator, but with cubic interpolation, which keeps images sharp.
 *
 * @param images `[n * 48 * 48]` gray values 0 to 255, image after image; not modified
 * @param options an omitted change is not applied; the same seed changes the same images in the
 *   same way
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
  // Separate streams, so that switching one kind of change off leaves the others as they were.
  const [geometry, light] = [createRandom(options.seed), createRandom(deriveSeed(options.seed, 1))];
  for (let start = 0; start < images.length; start += IMAGE_BYTES) {
    const image = images.subarray(start, start + IMAGE_BYTES);
    const target = changed.subarray(start, start + IMAGE_BYTES);
    const map = drawMap(geometry, amounts);
    const factor = 1 + drawEvenly(geometry) * amounts.brightness;
    const contrast = 1 + drawEvenly(light) * amounts.contrast;
    const hole = drawHole(light, amounts);
    if (map) warpImage(image, { map, fill: amounts.fill, target });
    else target.set(image);
    changeLight(target, { factor, contrast, hole });
  }
  return changed;
}

/** A uniform random number from -1 to 1. */
const drawEvenly = (random: Random) => 2 * random.next() - 1;

/** Consumes the same random numbers whatever the amounts; undefined where nothing can move. */
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

/** Consumes the same random numbers whatever the amount. */
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

/**
 * Multiplies by `factor`, applies `mean + contrast * (value - mean)`, fills the hole with the mean,
 * and clips to 0 to 255.
 */
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

/** The geometric change of one image, which {@link affine} turns into a matrix. */
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

/**
 * The map from each target pixel to its source: the inverse of every change, around the image's
 * centre.
 */
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
