import type { tf } from '../../../../src/lib/index';

/**
 * What numbers are: drawn from the standard normal distribution, from 0 to 1, whole and below a
 * limit, the same but 0 from somewhere on in each row, one 1 among zeros, or 0 and 1.
 */
export type Numbers = 'normal' | 'unit' | { below: number; isPadded?: boolean } | 'one-hot' | 'bits';

/** A kind of model, and data that it can learn from. */
export interface ZooModel {
  /** A fresh, compiled model; the data have the shapes of its inputs and outputs. */
  create: () => tf.LayersModel;
  /** Of each input. */
  inputs: readonly Numbers[];
  /** Of each output; `'input'` is the (first) input itself. */
  targets: readonly (Numbers | 'input')[];
  batch: number;
  /** Batches that the data fill. */
  batches: number;
  /** Epochs of a call of fit(). */
  epochs?: number;
}
