import { tf } from '../tensorflow';
import { storedType } from '../native/bfloat16';
import { vectorHandle } from '../native/constants';
import { attribute, DataType } from '../native/binding';
import { patchKernel, type Undo } from '../native/patch';
import { sameData } from './call';
import { toShape } from './rearrange';
import { runTyped } from './run-typed';

const BFLOAT16 = DataType.bfloat16;

/**
 * Lets ops that only move values work on bfloat16 tensors as they are: reshape, tile, and cast from
 * float to float.
 */
export function patchReshapes(): Undo[] {
  return [
    patchKernel('Reshape', (stock) => (call) => {
      const { x } = call.inputs as Record<string, tf.TensorInfo>;
      const { shape } = call.attrs as unknown as { shape: number[] };
      // tf.batchNorm and others end with a reshape to the same shape. Skipping it keeps a deferred
      // op deferred.
      if (tf.util.arraysEqual(x.shape, shape)) return sameData(x);
      if (storedType(x) !== BFLOAT16) return stock(call);
      return toShape(x, shape, BFLOAT16);
    }),
    patchKernel('Tile', (stock) => (call) => {
      const { x } = call.inputs as Record<string, tf.TensorInfo>;
      const { reps } = call.attrs as unknown as { reps: number[] };
      if (storedType(x) !== BFLOAT16) return stock(call);
      return runTyped('Tile', {
        type: BFLOAT16,
        attributes: [attribute.type('Tmultiples', DataType.int32)],
        inputs: [x, vectorHandle(reps)],
      });
    }),
    patchKernel('Cast', (stock) => (call) => {
      const { x } = call.inputs as Record<string, tf.TensorInfo>;
      const { dtype } = call.attrs as unknown as { dtype: string };
      if (dtype !== 'float32' || storedType(x) !== BFLOAT16) return stock(call);
      return sameData(x);
    }),
  ];
}
