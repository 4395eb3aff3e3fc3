import { describeNotFinite, type NotFinite } from './find-not-finite';

/** Where an epoch left the finite numbers. */
export interface EpochFault {
  /** From 1. */
  epoch: number;
  /** The number whose step it was seen at, from 1; undefined where it was seen after the last one. */
  batch?: number;
  /** What was seen there: `loss NaN`. */
  seen: string;
  /** What else of the run's state is not finite. */
  tensors: readonly NotFinite[];
  /** The batch's own images or targets are not finite: no fault of the training. */
  isData: boolean;
}

/** Thrown inside of an epoch where it leaves the finite numbers; `fit` catches it. */
export class LeftFiniteNumbers extends Error {
  constructor(readonly fault: Omit<EpochFault, 'tensors'>) {
    super(fault.seen);
  }
}

/** A fault in words: `loss NaN at batch 12; NaN or infinity: 3 of 128 numbers of model/block1_conv1/kernel`. */
export function describeFault({ batch, seen, tensors }: EpochFault): string {
  const place = batch === undefined ? seen : `${seen} at batch ${batch}`;
  return tensors.length > 0 ? `${place}; NaN or infinity: ${describeNotFinite(tensors)}` : place;
}
