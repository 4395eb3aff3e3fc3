import { attribute, DataType, runNative } from '../engine/native-op';
import { tf } from '../engine/tensorflow';
import { createRandom, deriveSeed } from '../random';
import { IMAGE_BYTES, IMAGE_SIZE } from './dataset';

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
  fill?: 'nearest' | 'reflect' | 'constant';
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
 * Changes every image a little, each in its own way: mirrored, shifted, turned, zoomed (all four by one affine map, one
 * TensorFlow op for the whole batch, bilinear), then made brighter or darker, more or less contrasting, and a part of it painted over.
 * The counterpart of Keras's ImageDataGenerator.
 *
 * @param x `[n, 48, 48, 1]` gray values 0 to 255; it stays the caller's
 * @param options what is not named does not happen; the same seed changes the same images in the same way
 * @returns a new `[n, 48, 48, 1]` tensor, values 0 to 255
 * @example const changed = augmentImages(batch.x, { ...DEFAULT_AUGMENTATION, seed: 42 });
 */
export function augmentImages(x: tf.Tensor4D, options: AugmentationOptions & { seed: number }): tf.Tensor4D {
  const { flip, shift, rotation, zoom, brightness, contrast, erase, fill } = { ...NONE, ...options };
  const count = x.shape[0];
  const random = createRandom(options.seed);
  const transforms = new Float32Array(count * 8);
  const factors = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    // Always the same six draws an image, so that switching one change off leaves the others as they were.
    const mirrored = random.next() < flip;
    const right = (2 * random.next() - 1) * shift * IMAGE_SIZE;
    const down = (2 * random.next() - 1) * shift * IMAGE_SIZE;
    const angle = ((2 * random.next() - 1) * rotation * Math.PI) / 180;
    const size = 1 + (2 * random.next() - 1) * zoom;
    factors[i] = 1 + (2 * random.next() - 1) * brightness;
    transforms.set(affine({ mirrored, right, down, angle, size }), i * 8);
  }
  return tf.tidy((): tf.Tensor4D => {
    const moves = flip || shift || rotation || zoom;
    const moved = moves
      ? transformImages(x, { transforms: tf.tensor2d(transforms, [count, 8]), fill })
      : x.clone();
    const lit = brightness ? tf.mul<tf.Tensor4D>(moved, tf.tensor4d(factors, [count, 1, 1, 1])) : moved;
    const changed = contrast || erase ? changeAroundMean(lit, { contrast, erase, seed: options.seed }) : lit;
    return brightness || contrast ? tf.clipByValue(changed, 0, 255) : changed;
  });
}

/**
 * What needs each image's mean: `mean + keep * (x - mean)`, where `keep` is the change in contrast, and 0 where the image
 * is painted over. Its random numbers are a stream of their own, so that both leave the other changes as they were.
 */
function changeAroundMean(
  x: tf.Tensor4D,
  { contrast, erase, seed }: { contrast: number; erase: number; seed: number },
): tf.Tensor4D {
  const count = x.shape[0];
  const random = createRandom(deriveSeed(seed, 1));
  const keep = new Float32Array(count * IMAGE_BYTES);
  for (let i = 0; i < count; i++) {
    const image = keep.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
    image.fill(1 + (2 * random.next() - 1) * contrast);
    const isErased = random.next() < erase;
    const area = (ERASED.least + random.next() * (ERASED.most - ERASED.least)) * IMAGE_BYTES;
    const aspect = ERASED.aspect ** (2 * random.next() - 1);
    const height = Math.min(IMAGE_SIZE, Math.round(Math.sqrt(area * aspect)));
    const width = Math.min(IMAGE_SIZE, Math.round(Math.sqrt(area / aspect)));
    const top = random.integer(IMAGE_SIZE - height + 1);
    const left = random.integer(IMAGE_SIZE - width + 1);
    for (let row = top; isErased && row < top + height; row++) {
      image.fill(0, row * IMAGE_SIZE + left, row * IMAGE_SIZE + left + width);
    }
  }
  const mean = tf.mean<tf.Tensor4D>(x, [1, 2, 3], true);
  return tf.add(mean, tf.mul(tf.sub(x, mean), tf.tensor4d(keep, x.shape)));
}

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

/**
 * The eight numbers of TensorFlow's projective transform, which maps a place (x, y) of the output to the place of the
 * input that its value comes from: so every change stands here as its inverse, around the centre of the image.
 */
function affine({ mirrored, right, down, angle, size }: Change): number[] {
  const centre = (IMAGE_SIZE - 1) / 2;
  const sign = mirrored ? -1 : 1;
  const cos = Math.cos(angle) / size;
  const sin = Math.sin(angle) / size;
  const [a, b, c, d] = [sign * cos, sign * sin, -sin, cos];
  const x = centre + right;
  const y = centre + down;
  return [a, b, centre - a * x - b * y, c, d, centre - c * x - d * y, 0, 0];
}

/**
 * TensorFlow's ImageProjectiveTransformV3 on a batch: tf.image.transform of tfjs, whose kernel tfjs-node does not have.
 */
function transformImages(
  images: tf.Tensor4D,
  { transforms, fill }: { transforms: tf.Tensor2D; fill: string },
): tf.Tensor4D {
  return runNative(
    'ImageProjectiveTransformV3',
    [
      attribute.type('dtype', DataType.float32),
      attribute.string('interpolation', 'BILINEAR'),
      attribute.string('fill_mode', fill.toUpperCase()),
    ],
    [
      { tensor: images, as: DataType.float32 },
      { tensor: transforms, as: DataType.float32 },
      { tensor: tf.tensor1d(images.shape.slice(1, 3), 'int32'), as: DataType.int32 },
      { tensor: tf.scalar(0), as: DataType.float32 },
    ],
  ) as tf.Tensor4D;
}
