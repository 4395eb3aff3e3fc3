import type { tf } from '../engine/tensorflow';
import type { StoredTensor } from './safetensors';
import type { WeightAverage } from './weight-average';

/** What a finished epoch came to. A {@link History} is a list of these, ready for JSON or a DataFrame. */
export interface EpochRecord {
  /** From 1. */
  epoch: number;
  /** The mean loss over the epoch's (augmented) images, each at the step it was trained on. */
  loss: number;
  /** The part of the epoch's images whose most probable emotion is that of their target, 0 to 1, likewise. */
  accuracy: number;
  /** The mean loss on the validation images after the epoch. */
  valLoss: number;
  /** The part of the validation images that is right after the epoch, 0 to 1. */
  valAccuracy: number;
  /** The learning rate of the epoch's last step. */
  learningRate: number;
  /** From the epoch's begin to the end of its validation. */
  seconds: number;
  /** Training only. */
  imagesPerSecond: number;
}

/** All finished epochs of a run, the first one first. */
export type History = EpochRecord[];

/** All that a run needs to go on from the end of an epoch, outside TensorFlow. */
export interface RunState {
  /** Names `model/…`, `optimizer/…`, and `average/values`: the averaged weights end to end. */
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  /** Steps that the averaged weights had taken in. */
  readonly averageSteps: number;
}

/** A run of `fit` as its callbacks see it. */
export interface Run {
  readonly model: tf.LayersModel;
  /** How many epochs the run is to have. */
  readonly epochs: number;
  /** How many batches an epoch has. */
  readonly stepsPerEpoch: number;
  /** The averaged weights, which validation uses, if the run keeps them. */
  readonly weightAverage?: WeightAverage;
  /** The finished epochs. A callback that resumes a run fills it in `onTrainBegin`. */
  history: History;
  /**
   * A copy of all that is to be kept of the last finished epoch, every number of it finite; before the first epoch of
   * the start. What has to be done over begins here.
   */
  state?: RunState;
  /** Whether an interruption has ended the run. */
  interrupted: boolean;
}

/** A batch of a run. */
export interface BatchBegin {
  /** From 1. */
  epoch: number;
  /** The batch's number in the epoch, from 0. */
  step: number;
}

/** A batch of a run after its step. */
export interface BatchEnd extends BatchBegin {
  /** Images of the epoch so far. */
  images: number;
  /** Mean over the epoch so far. */
  loss: number;
  /** Mean over the epoch so far. */
  accuracy: number;
}

/** What `fit` calls on the way, as in Keras; each call is awaited. */
export interface Callback {
  /** Before the first epoch; callbacks are called in the order in which they are given. */
  onTrainBegin?(run: Run): void | Promise<void>;
  onEpochBegin?(run: Run, epoch: { epoch: number }): void | Promise<void>;
  onBatchBegin?(run: Run, batch: BatchBegin): void | Promise<void>;
  onBatchEnd?(run: Run, batch: BatchEnd): void | Promise<void>;
  /**
   * After an epoch's validation; the record already stands in `run.history`, and what the epoch came to in `run.state`:
   * a callback that changes weights itself does so at an epoch's begin.
   */
  onEpochEnd?(run: Run, record: EpochRecord): void | Promise<void>;
  /** When the run has to do something that its reader should know of, such as an epoch a second time. */
  onWarning?(run: Run, warning: { message: string }): void | Promise<void>;
  /** After the last epoch, an interruption or an error; callbacks that began last end first. */
  onTrainEnd?(run: Run): void | Promise<void>;
}
