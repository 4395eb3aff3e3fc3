import type { Deferred } from './deferred';
import { release, type TensorEntry } from './native-op';
import type { tf } from '../tensorflow';

/**
 * What one kernel leaves with a tensor's data for another. It lies with the data, and tensors share data (clones, reshapes,
 * identities, what a gradient of a sum hands on): whoever reads it reads a statement that has to hold for each of them.
 *
 * | state        | says of the data                             | written by           | read by                       |
 * | ------------ | -------------------------------------------- | -------------------- | ----------------------------- |
 * | `deferred`   | its op has not run yet                       | `deferredTensor()`   | anyone: who can't join settles |
 * | `workspace`  | which inputs of the max pool won             | max pool             | the gradient of that pool     |
 * | `rectified`  | the max pool took over the ReLU before it    | max pool             | the gradient of that pool     |
 * | `sumsToZero` | its sum over each of so many channels is 0   | batch normalization  | the gradient of a bias        |
 * | `logits`     | it is their softmax                          | softmax in training  | the loss, of the same tensor  |
 * | `folded`     | what prediction uses in place of this filter | convolution          | convolution                   |
 *
 * All of it dies with the data ({@link dropState}), or when fast training is turned off ({@link dropAllStates}); `deferred`
 * has a life of its own (deferred.ts).
 */
export interface TensorState {
  deferred?: Deferred;
  /** A handle. */
  workspace?: number;
  rectified?: boolean;
  /** The size of the last dimension that the statement is about: a reshape to another one makes other sums. */
  sumsToZero?: number;
  logits?: {
    /** The id of the softmax' own result: a tensor with the same data may have another gradient. */
    of: number;
    tensor: tf.Tensor;
  };
  /** By what they are for: with which normalization, in which type. */
  folded?: Map<string, FoldedWeights>;
}

/** A filter, and a bias if there is one, made ready for prediction. */
export interface FoldedWeights {
  /** Says which values they were made from. */
  key: string;
  handles: number[];
}

/** Data with state to be given back. */
const holders = new Set<TensorEntry>();

/**
 * Leaves something with a tensor's data.
 *
 * @example leaveState(entryOf(y), { workspace: handle });
 */
export function leaveState(entry: TensorEntry, state: TensorState): void {
  Object.assign(entry, state);
  holders.add(entry);
}

/** Gives back to TensorFlow what was left with data that are gone. */
export function dropState(entry: TensorEntry): void {
  if (!holders.delete(entry)) return;
  const { workspace, logits } = entry;
  logits?.tensor.dispose();
  if (workspace !== undefined) release(workspace);
  unfold(entry);
  entry.workspace = entry.rectified = entry.sumsToZero = entry.logits = undefined;
}

/** Gives everything back that was left anywhere. */
export function dropAllStates(): void {
  for (const entry of [...holders]) dropState(entry);
}

/** Takes back what was said of data that an op is about to change in place. */
export function dropStatements(entry: TensorEntry): void {
  entry.sumsToZero = undefined;
  unfold(entry);
}

function unfold(entry: TensorEntry): void {
  for (const { handles } of entry.folded?.values() ?? []) release(...handles);
  entry.folded = undefined;
}
