import type { tf } from '../tensorflow';

/** What the binding says of an output: its handle, its shape, its element type. */
export interface Output {
  id: number;
  shape: number[];
  dtype: number;
}

/** What the backend knows of a tensor's data. `values` waits in JavaScript until a TensorFlow op needs it. */
export interface TensorEntry extends TensorState {
  id: number;
  shape: number[];
  dtype: number;
  values: unknown;
  refCount: number;
}

/**
 * An op that has not run yet, in the hope that the next one takes it over: a bias before a normalization costs nothing,
 * a ReLU before a max pool a quarter. Whoever else wants the tensor gets it computed first, so that nobody can tell.
 */
export interface Deferred {
  kind: 'bias' | 'convolution' | 'normalization' | 'normalized convolution' | 'pool gradient' | 'relu';
  /** Handles that the op needs, owned by it. */
  handles: number[];
  /** Runs the op and gives its one output. */
  run(): Output;
}

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
