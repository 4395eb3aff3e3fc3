import { describeNotFinite, type NotFinite } from './find-not-finite';

/** Where non-finite numbers appeared in an epoch. */
export interface EpochFault {
  /** Starts at 1. */
  epoch: number;
  /** The batch in whose step they were noticed, from 1; undefined if after the last step. */
  batch?: number;
  /** What was noticed: `loss NaN`. */
  seen: string;
  /** Non-finite tensors of the run's state. */
  tensors: readonly NotFinite[];
  /** Whether the batch's own images or targets are not finite, so the training is not at fault. */
  isData: boolean;
}

/** Thrown within an epoch when its loss is no longer finite; `fit` catches it. */
export class LeftFiniteNumbers extends Error {
  constructor(readonly fault: Omit<EpochFault, 'tensors'>) {
    super(fault.seen);
  }
}

/**
 * Describes a fault:
 * `loss NaN at batch 12; NaN or infinity: 3 of 128 numbers of model/block1_conv1/kernel`.
 */
export function describeFault({ batch, seen, tensors }: EpochFault): string {
  const place = batch === undefined ? seen : `${seen} at batch ${batch}`;
  return tensors.length > 0 ? `${place}; NaN or infinity: ${describeNotFinite(tensors)}` : place;
}
