import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { createRandom, deriveSeed } from '../random';
import { assertDataset } from './assert-dataset';
import type { AugmentationOptions } from './augment/augment-images';
import { prefetchAugmented } from './augment/prefetch-augmented';
import { IMAGE_SIZE, type Dataset } from './dataset';
import { gatherImages } from './gather-images';

/**
 * Some images with their targets, ready for a model. The caller of {@link createBatches} disposes
 * of each.
 */
export interface Batch {
  /** `[batch, 48, 48, 1]` gray values 0 to 255; the model itself rescales them. */
  readonly x: tf.Tensor4D;
  /** `[batch, classes]` one-hot, smoothed, softened and weighted as the options say. */
  readonly y: tf.Tensor2D;
  /** `[batch]` indices of these images in the data set. */
  readonly indices: Int32Array;
  /** Frees both tensors. */
  dispose(): void;
}

/**
 * An epoch's batches. `for (const batch of ...)` makes them one by one; a second loop yields the
 * same ones.
 */
export interface Batches extends Iterable<Batch> {
  /** How many batches there are. */
  readonly length: number;
  /** How many images there are. */
  readonly images: number;
}

/** A trained network whose predictions the targets are mixed with; see `loadTeachers`. */
export interface Teacher {
  /**
   * Returns the probabilities of a batch's images, `[batch, classes]`, as the student gets them: augmented.
   * The caller disposes of them.
   */
  readonly predict: (images: tf.Tensor4D) => tf.Tensor2D;
  /** Their weight in a target, 0 to 1; the label has the rest. */
  readonly share: number;
}

/** How {@link createBatches} divides a data set. */
export interface BatchOptions {
  /** Images in a batch; the last one may have fewer. */
  batchSize?: number;
  /** The run's seed. Together with the epoch it determines the order and every augmentation. */
  seed?: number;
  /** The epoch, from 0; each has a different order. */
  epoch?: number;
  /** Whether the order is random (for training) or the data set's own. */
  shuffle?: boolean;
  /** How the images are augmented; null or omitted leaves them as they are. */
  augmentation?: AugmentationOptions | null;
  /**
   * The share of the target spread evenly over the classes: of seven, 0.1 turns a 1 into 0.914 and a 0
   * into 0.014.
   */
  labelSmoothing?: number;
  /**
   * `[n * classes]` a distribution over the classes for each image in place of its label, such as
   * `voteShares`; null or omitted uses the labels.
   */
  labelDistributions?: Float32Array | null;
  /** Its predictions are mixed with the labels; null or omitted uses the labels alone. */
  teacher?: Teacher | null;
  /** `[classes]` the weight of each class in the loss, in label order; see `classWeights`. */
  classWeights?: readonly number[] | null;
}

/**
 * An epoch's batches, made lazily: the counterpart of Keras's `ImageDataGenerator.flow`. By default
 * they are shuffled, but neither augmented nor smoothed. For validation and prediction use
 * `{ shuffle: false }`.
 *
 * @throws ExpectationError when the batch size is not a positive integer, the data set is empty,
 *   its images are not bytes with a label each, the smoothing is not from 0 to below 1, or there is
 *   not a finite weight for each class, or shares of an image that add up to 1; while the
 *   batches are made, when a teacher's prediction is not a probability
 * @example
 * for (const batch of createBatches(train, {
 *   batchSize: 64,
 *   seed: 42,
 *   epoch: 0,
 *   augmentation: DEFAULT_AUGMENTATION,
 * })) {
 *   await model.trainOnBatch(batch.x, batch.y);
 *   batch.dispose();
 * }
 */
export function createBatches(
  dataset: Pick<Dataset, 'images' | 'classes' | 'labels'>,
  {
    batchSize = 64,
    seed = 42,
    epoch = 0,
    shuffle = true,
    augmentation = null,
    labelSmoothing = 0,
    labelDistributions = null,
    teacher = null,
    classWeights = null,
  }: BatchOptions = {},
): Batches {
  const images = dataset.labels.length;
  const { length: classes } = dataset.classes;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw expectation('batchSize', { expectation: 'a whole number greater than 0', found: batchSize });
  }
  assertDataset(dataset);
  if (images === 0) {
    throw expectation('the data set', {
      expectation: 'at least one image',
      found: 'none',
      advice: 'Check that it has the split that was selected.',
    });
  }
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw expectation('labelSmoothing', { expectation: 'from 0 to below 1', found: labelSmoothing });
  }
  if (classWeights && !(classWeights.length === classes && classWeights.every(Number.isFinite))) {
    throw expectation('classWeights', {
      expectation: `${classes} numbers, one for each class`,
      found: classWeights,
    });
  }
  if (labelDistributions && labelDistributions.length !== images * classes) {
    throw expectation('labelDistributions', {
      expectation: `${images * classes} numbers, ${classes} for each image`,
      found: labelDistributions.length,
    });
  }
  if (labelDistributions) assertDistributions(labelDistributions, classes);
  if (teacher && !(teacher.share >= 0 && teacher.share <= 1)) {
    throw expectation("the teacher's share", { expectation: 'from 0 to 1', found: teacher.share });
  }
  const targetOf = targetRows(dataset, { labelSmoothing, labelDistributions });
  const weightOf = (index: number) => classWeights?.[dataset.labels[index]] ?? 1;

  const length = Math.ceil(images / batchSize);

  function* generate(): Generator<Batch, void> {
    const order = Int32Array.from({ length: images }, (_, i) => i);
    if (shuffle) createRandom(deriveSeed(seed, epoch)).shuffle(order);
    const parts = Array.from({ length }, (_, step) => order.slice(step * batchSize, (step + 1) * batchSize));
    const pixelsOf = (step: number) => gatherImages(dataset.images, parts[step]);
    const augmented = augmentation
      ? prefetchAugmented(length, (step) => ({
          pixels: pixelsOf(step),
          options: { ...augmentation, seed: deriveSeed(seed, epoch, step) },
        }))
      : unchanged(length, pixelsOf);
    let step = 0;
    for (const pixels of augmented)
      yield createBatch(pixels, { indices: parts[step++], classes, targetOf, weightOf, teacher });
  }
  return { length, images, [Symbol.iterator]: generate };
}

/** How far the sum of a distribution may be from 1, by rounding. */
const TOLERANCE = 1e-3;

function assertDistributions(distributions: Float32Array, classes: number): void {
  for (let start = 0; start < distributions.length; start += classes) {
    const shares = distributions.subarray(start, start + classes);
    const sum = shares.reduce((total, share) => total + (share >= 0 ? share : NaN), 0);
    if (Math.abs(sum - 1) <= TOLERANCE) continue;
    throw expectation(`labelDistributions of image ${start / classes}`, {
      expectation: `${classes} shares that add up to 1`,
      found: Array.from(shares).join(', '),
    });
  }
}

/** Returns a function from an image's index to its smoothed label, `[classes]`. */
function targetRows(
  { classes, labels }: Pick<Dataset, 'classes' | 'labels'>,
  {
    labelSmoothing,
    labelDistributions,
  }: Required<Pick<BatchOptions, 'labelSmoothing' | 'labelDistributions'>>,
): (index: number) => Float32Array {
  const { length: count } = classes;
  const smooth = (value: number) => (1 - labelSmoothing) * value + labelSmoothing / count;
  if (labelDistributions)
    return (index) => labelDistributions.subarray(index * count, (index + 1) * count).map(smooth);
  const rows = classes.map((_, label) => Float32Array.from(classes, (_, i) => smooth(i === label ? 1 : 0)));
  return (index) => rows[labels[index]];
}

function* unchanged(count: number, pixelsOf: (index: number) => Uint8Array): Generator<Float32Array, void> {
  for (let index = 0; index < count; index++) yield Float32Array.from(pixelsOf(index));
}

function createBatch(
  pixels: Float32Array,
  {
    indices,
    classes,
    targetOf,
    weightOf,
    teacher,
  }: {
    indices: Int32Array;
    classes: number;
    targetOf: (index: number) => Float32Array;
    weightOf: (index: number) => number;
    teacher: Teacher | null;
  },
): Batch {
  const x = tf.tensor4d(pixels, [indices.length, IMAGE_SIZE, IMAGE_SIZE, 1]);
  const predictions = teacher ? predictionsOf(teacher, { x, classes }) : undefined;
  const share = teacher?.share ?? 0;
  const rows = new Float32Array(indices.length * classes);
  indices.forEach((index, i) => {
    const [target, weight, start] = [targetOf(index), weightOf(index), i * classes];
    for (let label = 0; label < target.length; label++) {
      const taught = predictions ? share * predictions[start + label] : 0;
      rows[start + label] = weight * ((1 - share) * target[label] + taught);
    }
  });
  const y = tf.tensor2d(rows, [indices.length, classes]);
  return { x, y, indices, dispose: () => tf.dispose([x, y]) };
}

/** `[batch * classes]`, checked: a single NaN in the targets would make the whole training NaN. */
function predictionsOf(teacher: Teacher, { x, classes }: { x: tf.Tensor4D; classes: number }): Float32Array {
  const predicted = teacher.predict(x);
  const values = predicted.dataSync<'float32'>();
  predicted.dispose();
  // Rounding to bfloat16 may exceed 1.
  const wrong = values.findIndex((value) => !(value >= 0 && value < 1.01));
  const length = x.shape[0] * classes;
  if (wrong < 0 && values.length === length) return values;
  x.dispose();
  throw expectation("a teacher's predictions", {
    expectation: `${length} probabilities from 0 to 1`,
    found: wrong < 0 ? values.length : values[wrong],
  });
}
