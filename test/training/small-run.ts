import { createBatches, type BatchOptions } from '../../src/lib/dataset/batches';
import { DEFAULT_AUGMENTATION } from '../../src/lib/dataset/augment/augment-images';
import { EMOTIONS } from '../../src/lib/emotions';
import { tf } from '../../src/lib/engine/tensorflow';
import { createRandom } from '../../src/lib/random';
import {
  AdamW,
  fit,
  learningRateScheduler,
  oneCycleSchedule,
  WeightAverage,
  type Callback,
  type EpochRecord,
} from '../../src/lib/training/index';
import type { FitOptions } from '../../src/lib/training/fit';

/**
 * `n` noise images with a bright bar whose height says the label: learnable within a few epochs.
 */
export function barImages(n: number, { seed = 1 }: { seed?: number } = {}) {
  const random = createRandom(seed);
  const labels = Uint8Array.from({ length: n }, (_, i) => i % 7);
  const images = Uint8Array.from({ length: n * 2304 }, (_, i) => {
    const row = Math.floor((i % 2304) / 48);
    return Math.floor(row / 7) === labels[Math.floor(i / 2304)]
      ? 200 + random.integer(56)
      : random.integer(100);
  });
  return { images, classes: EMOTIONS, labels };
}

/**
 * A network of a few hundred parameters with every kind of state that a run has: normalization,
 * dropout.
 */
export function smallModel({ learningRate = 0.01 }: { learningRate?: number } = {}): tf.LayersModel {
  const seeded = (seed: number) => ({ kernelInitializer: tf.initializers.heNormal({ seed }) });
  const model = tf.sequential({
    layers: [
      tf.layers.rescaling({ scale: 1 / 255, inputShape: [48, 48, 1], name: 'rescaling' }),
      tf.layers.conv2d({ filters: 8, kernelSize: 7, strides: 7, useBias: false, ...seeded(1), name: 'conv' }),
      tf.layers.batchNormalization({ momentum: 0.8, name: 'norm' }),
      tf.layers.activation({ activation: 'relu', name: 'relu' }),
      tf.layers.flatten({ name: 'flatten' }),
      tf.layers.dropout({ rate: 0.2, name: 'dropout' }),
      tf.layers.dense({ units: 7, activation: 'softmax', ...seeded(2), name: 'dense' }),
    ],
  });
  const optimizer = new AdamW({ learningRate, weightDecay: 0.05 });
  model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

/** Four epochs of the small model on 70 images in batches of 16, all seeded. */
export async function smallRun({
  callbacks = [],
  batchOptions = {},
  ...options
}: Partial<FitOptions> & { batchOptions?: BatchOptions } = {}) {
  const [train, validation] = [barImages(70), barImages(35, { seed: 2 })];
  const model = smallModel();
  const weightAverage = new WeightAverage(model, { decay: 0.8 });
  const schedule: Callback = learningRateScheduler(oneCycleSchedule({ peak: 0.02 }));
  const history = await fit(model, {
    train: (epoch) =>
      createBatches(train, {
        batchSize: 16,
        seed: 3,
        epoch,
        augmentation: DEFAULT_AUGMENTATION,
        ...batchOptions,
      }),
    validation: () => createBatches(validation, { batchSize: 20, shuffle: false }),
    epochs: 4,
    seed: 4,
    weightAverage,
    callbacks: [schedule, ...callbacks],
    ...options,
  });
  return { history, model, weightAverage };
}

/** The records without what the clock decides. */
export function withoutTimes(history: EpochRecord[]) {
  return history.map((record) => ({ ...record, seconds: 0, imagesPerSecond: 0 }));
}
