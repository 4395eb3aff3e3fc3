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

/** What {@link fit} trains on, and how long. */
export interface FitOptions extends Pick<EpochOptions, 'train' | 'validation'> {
  /** How many epochs the whole run has, those of a run that is resumed included. */
  epochs?: number;
  /** Seeds the dropout layers; the batches have a seed of their own. */
  seed?: number;
  /** Called in this order. */
  callbacks?: Callback[];
  /** Updated after each step, and validated instead of the last step's weights. */
  weightAverage?: WeightAverage;
  /** What `useFastTraining` gave, if it is on: its stream of dropout masks is seeded step by step, too. */
  fastTraining?: { dropoutState: { seed: number; drawn: number } };
  /** Stops the training; in a notebook an interruption of the cell does so by itself. */
  signal?: AbortSignal;
}

/**
 * Trains a compiled model: the counterpart of Keras's `model.fit`, with a schedule for every step, seeded dropout,
 * averaged weights, and checkpoints that a killed run can be resumed from (see `checkpoint`). The same seeds give the
 * same run. Between batches other work gets its turn, and an interruption is noticed. An epoch that leaves the finite numbers
 * is undone and done once more, see `Callback.onWarning`.
 *
 * @param model compiled with a loss and `metrics: ['accuracy']`; afterwards it holds the last step's weights
 * @returns the history, an element an epoch, epochs of the resumed run first
 * @throws ExpectationError when the model is not compiled so, its weights are not finite, or an epoch leaves the finite
 *   numbers a second time: the model then holds the weights of the epoch before
 * @throws TrainingInterrupted after an interruption, once the callbacks have ended
 * @example
 * const history = await fit(model, {
 *   train: (epoch) => createBatches(train, { epoch, seed: 42 }),
 *   validation: () => createBatches(publicTest, { shuffle: false }),
 *   epochs: 15,
 *   callbacks: [learningRateScheduler(oneCycleSchedule()), modelCheckpoint({ folder: 'models/run' }), progressLogger()],
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
    // What went wrong first is what is to be known: what the callbacks' ends make of it follows from it.
    await endAll(begun, run).catch(() => {});
    throw error;
  }
  dropouts.restore();
  await endAll(begun, run);
  return run.history;
}

/** Ends the callbacks, the last one first, each whatever becomes of the others. */
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
    advice: 'Build the model again, or load its weights from a file that is whole.',
  });
}

/** An AbortSignal of the running notebook cell, which the project's kernel provides. */
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
