import type { TracedOp } from '../native/trace';
import { valuesOf } from './values-of';

/**
 * Lets a graph free the result of a training normalization as soon as a max pool has read it. The
 * gradient of that pool takes its input, too, but only for the shape: oneDNN's workspace says which
 * pixels won. The input of the normalization has the same shape, and its own gradient needs it
 * anyway. This saves the memory of one activation a block.
 */
export function freeEarly(ops: readonly TracedOp[]): TracedOp[] {
  const { producerOf } = valuesOf(ops);
  return ops.map((op) => {
    if (op.name !== '_MklNativeMaxPoolGrad') return op;
    const normalization = producerOf(op.inputs[0]);
    if (normalization?.name !== 'FusedBatchNormV3') return op;
    return { ...op, inputs: [normalization.inputs[0], ...op.inputs.slice(1)] };
  });
}
