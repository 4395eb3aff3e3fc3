import type { tf } from '../engine/tensorflow';
import type { StoredTensor } from './safetensors';
import type { WeightAverage } from './weight-average';

/**
 * The results of a finished epoch. A {@link History} is a list of these, ready for JSON or a
 * DataFrame.
 */
export interface EpochRecord {
  /** Starts at 1. */
  epoch: number;
  /**
   * Mean loss of the epoch's (augmented) training images, each before the step that it was part of.
   */
  loss: number;
  /**
   * Fraction of the epoch's training images that were classified correctly, 0 to 1, measured in the
   * same way.
   */
  accuracy: number;
  /** Mean loss on the validation images after the epoch. */
  valLoss: number;
  /** Fraction of the validation images that are classified correctly after the epoch, 0 to 1. */
  valAccuracy: number;
  /** The learning rate of the epoch's last step. */
  learningRate: number;
  /** Duration of the epoch, including validation. */
  seconds: number;
  /** Training speed, without validation. */
  imagesPerSecond: number;
}

/** All finished epochs of a run, the first one first. */
export type History = EpochRecord[];

/** Everything that a run needs to resume after an epoch, outside TensorFlow. */
export interface RunState {
  /** Named `model/…`, `optimizer/…`, and `average/values` (the averaged weights, concatenated). */
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  /** Number of steps in the weight average. */
  readonly averageSteps: number;
}

/** A run of `fit` as its callbacks see it. */
export interface Run {
  readonly model: tf.LayersModel;
  /** Total number of epochs of the run. */
  readonly epochs: number;
  /** Number of batches per epoch. */
  readonly stepsPerEpoch: number;
  /** The averaged weights, which validation uses, if the run keeps them. */
  readonly weightAverage?: WeightAverage;
  /** The finished epochs. A callback that resumes a run sets it in `onTrainBegin`. */
  history: History;
  /**
   * A copy of the run's state after the last finished epoch (before the first epoch, of the initial
   * state). All its numbers are finite. An epoch that has to be repeated starts from it.
   */
  state?: RunState;
  /** Whether the run was interrupted. */
  interrupted: boolean;
}

/** A batch before its step. */
export interface BatchBegin {
  /** Starts at 1. */
  epoch: number;
  /** The batch's index in the epoch, from 0. */
  step: number;
}

/** A batch after its step. */
export interface BatchEnd extends BatchBegin {
  /** Images of the epoch so far. */
  images: number;
  /** Mean over the epoch so far. */
  loss: number;
  /** Mean over the epoch so far. */
  accuracy: number;
}

/** Hooks that `fit` calls and awaits, as in Keras. */
export interface Callback {
  /** Before the first epoch. Callbacks run in the order in which they are given. */
  onTrainBegin?(run: Run): void | Promise<void>;
  onEpochBegin?(run: Run, epoch: { epoch: number }): void | Promise<void>;
  onBatchBegin?(run: Run, batch: BatchBegin): void | Promise<void>;
  onBatchEnd?(run: Run, batch: BatchEnd): void | Promise<void>;
  /**
   * After an epoch's validation. `run.history` already contains the record, and `run.state` the
   * state after the epoch. A callback that changes weights has to do so at the beginning of an
   * epoch.
   */
  onEpochEnd?(run: Run, record: EpochRecord): void | Promise<void>;
  /** When something unusual happens that the user should know about, such as a repeated epoch. */
  onWarning?(run: Run, warning: { message: string }): void | Promise<void>;
  /** After the last epoch, an interruption or an error. Callbacks end in reverse order. */
  onTrainEnd?(run: Run): void | Promise<void>;
}
