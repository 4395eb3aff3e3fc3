import { EMOTIONS } from '../emotions';
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
  /** `[batch, 7]` one-hot, smoothed, softened and weighted as the options say. */
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

/** Probabilities that a data set's labels are mixed with; see `distill`. */
export interface SoftTargets {
  /** `[n * 7]` image after image, in the data set's order. */
  readonly probabilities: Float32Array;
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
   * The share of the target spread evenly over the seven emotions: 0.1 turns a 1 into 0.914 and a 0
   * into 0.014.
   */
  labelSmoothing?: number;
  /** Soft targets to mix with the labels; null or omitted uses the labels alone. */
  softTargets?: SoftTargets | null;
  /** `[7]` the weight of each emotion in the loss, in label order; see `classWeights`. */
  classWeights?: readonly number[] | null;
}

/**
 * An epoch's batches, made lazily: the counterpart of Keras's `ImageDataGenerator.flow`. By default
 * they are shuffled, but neither augmented nor smoothed. For validation and prediction use
 * `{ shuffle: false }`.
 *
 * @throws ExpectationError when the batch size is not a positive integer, the data set is empty,
 *   its images are not bytes with a label each, the smoothing is not from 0 to below 1, or there
 *   are not seven finite class weights, or not seven finite soft targets per image
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
  dataset: Pick<Dataset, 'images' | 'labels'>,
  {
    batchSize = 64,
    seed = 42,
    epoch = 0,
    shuffle = true,
    augmentation = null,
    labelSmoothing = 0,
    softTargets = null,
    classWeights = null,
  }: BatchOptions = {},
): Batches {
  const images = dataset.labels.length;
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
  if (classWeights && !(classWeights.length === EMOTIONS.length && classWeights.every(Number.isFinite))) {
    throw expectation('classWeights', { expectation: 'seven numbers', found: classWeights });
  }
  if (softTargets && softTargets.probabilities.length !== images * EMOTIONS.length) {
    throw expectation('softTargets.probabilities', {
      expectation: `${images * EMOTIONS.length} numbers, seven for each image`,
      found: softTargets.probabilities.length,
    });
  }
  const notFinite = softTargets?.probabilities.findIndex((value) => !Number.isFinite(value)) ?? -1;
  if (notFinite >= 0) {
    throw expectation(`softTargets.probabilities of image ${Math.floor(notFinite / EMOTIONS.length)}`, {
      expectation: 'seven finite numbers',
      found: softTargets!.probabilities[notFinite],
    });
  }
  const targetOf = targetRows(dataset.labels, { labelSmoothing, softTargets, classWeights });

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
    for (const pixels of augmented) yield createBatch(pixels, { indices: parts[step++], targetOf });
  }
  return { length, images, [Symbol.iterator]: generate };
}

/** Returns a function from an image's index to its target, `[7]`. */
function targetRows(
  labels: Dataset['labels'],
  {
    labelSmoothing,
    softTargets,
    classWeights,
  }: Required<Pick<BatchOptions, 'labelSmoothing' | 'softTargets' | 'classWeights'>>,
): (index: number) => Float32Array {
  const weightOf = (label: number) => classWeights?.[label] ?? 1;
  const rows = EMOTIONS.map((_, label) => {
    const row = new Float32Array(EMOTIONS.length).fill(labelSmoothing / EMOTIONS.length);
    row[label] += 1 - labelSmoothing;
    return row.map((value) => value * weightOf(label));
  });
  if (!softTargets) return (index) => rows[labels[index]];
  const { probabilities, share } = softTargets;
  return (index) => {
    const label = labels[index];
    const soft = probabilities.subarray(index * EMOTIONS.length, (index + 1) * EMOTIONS.length);
    return rows[label].map((value, i) => (1 - share) * value + share * weightOf(label) * soft[i]);
  };
}

function* unchanged(count: number, pixelsOf: (index: number) => Uint8Array): Generator<Float32Array, void> {
  for (let index = 0; index < count; index++) yield Float32Array.from(pixelsOf(index));
}

function createBatch(
  pixels: Float32Array,
  { indices, targetOf }: { indices: Int32Array; targetOf: (index: number) => Float32Array },
): Batch {
  const rows = new Float32Array(indices.length * EMOTIONS.length);
  indices.forEach((index, i) => rows.set(targetOf(index), i * EMOTIONS.length));
  const x = tf.tensor4d(pixels, [indices.length, IMAGE_SIZE, IMAGE_SIZE, 1]);
  const y = tf.tensor2d(rows, [indices.length, EMOTIONS.length]);
  return { x, y, indices, dispose: () => tf.dispose([x, y]) };
}
