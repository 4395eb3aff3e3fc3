import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { deriveSeed } from '../random';
import type { Callback, History, Run, RunState } from './callback';
import { findNotFinite, describeNotFinite } from './find-not-finite';
import type { EpochOptions } from './run-epoch';
import { runFiniteEpoch } from './run-finite-epoch';
import { captureRun } from './run-state';
import { seedDropouts } from './seed-dropout';
import { TrainingInterrupted } from './training-interrupted';
import type { WeightAverage } from './weight-average';

/** Options of {@link fit}. */
export interface FitOptions extends Pick<EpochOptions, 'train' | 'validation'> {
  /** Total number of epochs, including those of the run that is resumed. */
  epochs?: number;
  /** Seed of the dropout layers; batches have their own seed. */
  seed?: number;
  /** Called in this order. */
  callbacks?: Callback[];
  /** Updated after each step, and validated in place of the model's own weights. */
  weightAverage?: WeightAverage;
  /**
   * The handle from `useFastTraining`, if it is on. Its dropout masks are then seeded at each step,
   * too.
   */
  fastTraining?: { dropoutState: { seed: number; drawn: number } };
  /** Stops the training when aborted. In a notebook, interrupting the cell works without it. */
  signal?: AbortSignal;
}

/**
 * Trains a compiled model: the counterpart of Keras' `model.fit`, with learning rate schedules by
 * step, seeded dropout, weight averaging and checkpoints to resume from (see `modelCheckpoint`).
 * The same seeds give the same run. Between batches it yields to the event loop and checks for
 * interruptions. An epoch that produces NaN or infinity is undone and repeated once, see
 * `Callback.onWarning`.
 *
 * @param model compiled with a loss and `metrics: ['accuracy']`; it ends with the weights of the
 *   last step
 * @param options
 * @returns the history, one record per epoch, including the epochs of a resumed run
 * @throws ExpectationError if the model is not compiled like this, if its weights are not finite,
 *   or if an epoch produces NaN or infinity twice (the model then has the weights from before that
 *   epoch)
 * @throws TrainingInterrupted after an interruption, once the callbacks have ended
 * @example
 * const history = await fit(model, {
 *   train: (epoch) => createBatches(train, { epoch, seed: 42 }),
 *   validation: () => createBatches(publicTest, { shuffle: false }),
 *   epochs: 15,
 *   callbacks: [
 *     learningRateScheduler(oneCycleSchedule()),
 *     modelCheckpoint({ folder: 'models/run' }),
 *     progressLogger(),
 *   ],
 * });
 */
export async function fit(
  model: tf.LayersModel,
  {
    train,
    validation,
    epochs = 15,
    seed = 42,
    callbacks = [],
    weightAverage,
    fastTraining,
    signal,
  }: FitOptions,
): Promise<History> {
  checkCompiled(model);
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw expectation('epochs', { expectation: 'a whole number greater than 0', found: epochs });
  }
  const signals = [signal, notebookSignal()];
  const interrupted = () => signals.some((given) => given?.aborted);
  const run: Run = {
    model,
    epochs,
    stepsPerEpoch: train(0).length,
    weightAverage,
    history: [],
    interrupted: false,
  };
  const dropouts = seedDropouts(model, { seed });
  const beforeStep = (epoch: number, step: number) => {
    dropouts.set(epoch, step);
    if (fastTraining) fastTraining.dropoutState = { seed: deriveSeed(seed, epoch, step) >> 1, drawn: 0 };
  };

  const begun: Callback[] = [];
  try {
    for (const callback of callbacks) {
      begun.push(callback);
      await callback.onTrainBegin?.(run);
    }
    if (run.history.length < epochs) run.state = await captureStart(run);
    while (run.history.length < epochs) {
      const options = { train, validation, callbacks, beforeStep, interrupted };
      const finished = await runFiniteEpoch(run, options);
      if (!finished) {
        run.interrupted = true;
        throw new TrainingInterrupted(run.history, { epochs });
      }
      const { record, state } = finished;
      run.state = state;
      run.history.push(record);
      for (const callback of callbacks) await callback.onEpochEnd?.(run, record);
    }
  } catch (error) {
    dropouts.restore();
    // Report the original error. Errors of callbacks that end because of it are only a consequence.
    await endAll(begun, run).catch(() => {});
    throw error;
  }
  dropouts.restore();
  await endAll(begun, run);
  return run.history;
}

/** Ends all callbacks in reverse order, even if some of them throw. */
async function endAll(begun: readonly Callback[], run: Run): Promise<void> {
  const errors: unknown[] = [];
  for (const callback of [...begun].reverse())
    try {
      await callback.onTrainEnd?.(run);
    } catch (error) {
      errors.push(error);
    }
  if (errors.length > 0) throw errors[0];
}

async function captureStart(run: Run): Promise<RunState> {
  const state = await captureRun(run);
  const notFinite = findNotFinite(state.tensors);
  if (notFinite.length === 0) return state;
  throw expectation(`the weights of the model ${run.model.name} at the start`, {
    expectation: 'finite numbers',
    found: `NaN or infinity: ${describeNotFinite(notFinite)}`,
    advice: 'Build the model again, or load its weights from an intact file.',
  });
}

/** The AbortSignal of the running notebook cell, provided by the project's kernel. */
function notebookSignal(): AbortSignal | undefined {
  return (globalThis as unknown as Record<symbol, AbortSignal | undefined>)[Symbol.for('jupyter.interrupt')];
}

function checkCompiled(model: tf.LayersModel): void {
  const metrics = model.optimizer ? model.metricsNames.join(', ') : 'not compiled';
  if (metrics !== 'loss, acc') {
    throw expectation('the model', {
      expectation: "compiled with one loss and metrics: ['accuracy']",
      found: metrics,
      advice:
        "Call model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] }) first.",
    });
  }
}
