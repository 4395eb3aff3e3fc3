import { setImmediate } from 'node:timers/promises';
import type { Batch, Batches } from '../dataset/batches';
import { tf } from '../engine/tensorflow';
import type { Callback, EpochRecord, Run } from './callback';
import { LeftFiniteNumbers } from './epoch-fault';
import { runValidation } from './validate';

/** Options of {@link runEpoch}. */
export interface EpochOptions {
  /** Creates the batches of an epoch (from 0); called at each epoch. */
  train: (epoch: number) => Batches;
  /**
   * Creates the batches to validate on after each epoch, with plain targets and without
   * augmentation.
   */
  validation: () => Batches;
  /** Called in this order. */
  callbacks: Callback[];
  /** Called before each step, with the epoch and the step, both from 0. */
  beforeStep: (epoch: number, step: number) => void;
  /** Called before each batch; true ends the epoch. */
  interrupted: () => boolean;
}

/**
 * Runs one epoch of `fit`: a step for each batch, then validation.
 *
 * @returns the epoch's record; undefined if interrupted
 * @throws LeftFiniteNumbers if a loss is not finite
 */
export async function runEpoch(
  run: Run,
  { train, validation, callbacks, beforeStep, interrupted }: EpochOptions,
): Promise<EpochRecord | undefined> {
  const { model, weightAverage } = run;
  const index = run.history.length;
  const epoch = index + 1;
  const began = performance.now();
  for (const callback of callbacks) await callback.onEpochBegin?.(run, { epoch });
  let images = 0;
  let lossSum = 0;
  let right = 0;
  let step = 0;
  for (const batch of train(index)) {
    try {
      await setImmediate();
      if (interrupted()) return undefined;
      for (const callback of callbacks) await callback.onBatchBegin?.(run, { epoch, step });
      beforeStep(index, step);
      const [loss, accuracy] = (await model.trainOnBatch(batch.x, batch.y)) as number[];
      if (!Number.isFinite(loss))
        throw new LeftFiniteNumbers({
          epoch,
          batch: step + 1,
          seen: `loss ${loss}`,
          isData: hasNotFinite(batch),
        });
      weightAverage?.update();
      const size = batch.indices.length;
      images += size;
      lossSum += loss * size;
      right += accuracy * size;
      const means = { loss: lossSum / images, accuracy: right / images };
      for (const callback of callbacks) await callback.onBatchEnd?.(run, { epoch, step, images, ...means });
      step++;
    } finally {
      batch.dispose();
    }
  }
  const trained = performance.now();
  const validate = () => runValidation(model, { batches: validation(), interrupted });
  const scores = await (weightAverage ? weightAverage.use(validate) : validate());
  if (!scores) return undefined;
  if (!Number.isFinite(scores.loss))
    throw new LeftFiniteNumbers({ epoch, seen: `loss ${scores.loss} in validation`, isData: false });
  return {
    epoch,
    loss: lossSum / images,
    accuracy: right / images,
    valLoss: scores.loss,
    valAccuracy: scores.accuracy,
    learningRate: (model.optimizer as unknown as { learningRate: number }).learningRate,
    seconds: (performance.now() - began) / 1000,
    imagesPerSecond: images / ((trained - began) / 1000),
  };
}

/** Whether a batch's own images or targets contain NaN or infinity. */
function hasNotFinite({ x, y }: Batch): boolean {
  return tf.tidy(() => [x, y].some((tensor) => !tf.isFinite(tensor).all().dataSync()[0]));
}
