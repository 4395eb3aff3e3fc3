import { setImmediate } from 'node:timers/promises';
import type { Batch, Batches } from '../dataset/batches';
import { tf } from '../engine/tensorflow';
import type { Callback, EpochRecord, Run } from './callback';
import { LeftFiniteNumbers } from './epoch-fault';
import { runValidation } from './validate';

/** What {@link runEpoch} trains on, and who is told. */
export interface EpochOptions {
  /** The batches of an epoch (from 0); asked for anew at each. */
  train: (epoch: number) => Batches;
  /** The batches to validate on after each epoch, plain targets, not augmented. */
  validation: () => Batches;
  /** Called in this order. */
  callbacks: Callback[];
  /** Called before each step, with epoch and step from 0. */
  beforeStep: (epoch: number, step: number) => void;
  /** Asked before each batch; true ends the epoch. */
  interrupted: () => boolean;
}

/**
 * One epoch of `fit`: a step for each batch, then the validation.
 *
 * @returns its record; undefined when it was interrupted
 * @throws LeftFiniteNumbers when a loss stops being finite
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

/** Whether a batch came with numbers that are not finite, of which no training makes others. */
function hasNotFinite({ x, y }: Batch): boolean {
  return tf.tidy(() => [x, y].some((tensor) => !tf.isFinite(tensor).all().dataSync()[0]));
}
