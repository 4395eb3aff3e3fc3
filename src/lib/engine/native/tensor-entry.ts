import type { tf } from '../tensorflow';

/** An op's output as the binding describes it. */
export interface Output {
  id: number;
  shape: number[];
  dtype: number;
}

/**
 * The backend's record of a tensor's data. `values` stays in JavaScript until a TensorFlow op needs
 * it.
 */
export interface TensorEntry extends TensorState {
  id: number;
  shape: number[];
  dtype: number;
  values: unknown;
  refCount: number;
}

/**
 * An op that has not run yet because a later op may absorb it: a bias before a normalization then
 * costs nothing, and a ReLU before a max pool a quarter. If anything else reads the tensor, the op
 * runs first, so the delay is never observable.
 */
export interface Deferred {
  kind: 'bias' | 'convolution' | 'normalization' | 'normalized convolution' | 'pool gradient' | 'relu';
  /** Handles of the op's inputs, which it owns. */
  handles: number[];
  /** Runs the op and returns its single output. */
  run(): Output;
}

/**
 * Notes that one kernel attaches to a tensor's data for another kernel. Tensors can share data
 * (clones, reshapes, identities, the gradient of a sum), so a note must hold for every tensor that
 * has these data.
 *
 * | note         | meaning                           | written by          | read by            |
 * | ------------ | --------------------------------- | ------------------- | ------------------ |
 * | `deferred`   | their op has not run yet          | `deferredTensor()`  | all kernels        |
 * | `workspace`  | which inputs of the max pool won  | max pool            | its gradient       |
 * | `rectified`  | the max pool absorbed a ReLU      | max pool            | its gradient       |
 * | `sumsToZero` | each channel sums to 0            | batch normalization | gradient of a bias |
 * | `logits`     | softmax of these logits           | softmax in training | loss               |
 * | `folded`     | this filter as prediction uses it | convolution         | convolution        |
 *
 * All notes are freed with the data ({@link dropState}) or when fast training is turned off
 * ({@link dropAllStates}), except `deferred`, which deferred.ts manages.
 */
export interface TensorState {
  deferred?: Deferred;
  /** A handle. */
  workspace?: number;
  rectified?: boolean;
  /** Size of the last dimension that the note is about. After a reshape the sums differ. */
  sumsToZero?: number;
  logits?: {
    /**
     * Id of the softmax' own result: another tensor with the same data may have another gradient.
     */
    of: number;
    tensor: tf.Tensor;
  };
  /** Keyed by purpose: the normalization and the element type. */
  folded?: Map<string, FoldedWeights>;
}

/** A filter, and its bias if it has one, prepared for prediction. */
export interface FoldedWeights {
  /** Identifies the values that they were made from. */
  key: string;
  handles: number[];
}
