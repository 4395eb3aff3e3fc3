import type { tf } from '../tensorflow';
import { scalarHandle } from '../native/constants';
import { attribute, DataType } from '../native/binding';
import { runNative } from '../native/native-op';
import { patchKernel, type Undo } from '../native/patch';
import { isFloat } from './call';

/**
 * Selects rows by index, as an embedding does. The stock kernel reads the indices back into
 * JavaScript to check them, which a graph cannot do. TensorFlow's op checks them itself and reports
 * the first that is out of bounds.
 */
export function patchGather(): Undo[] {
  return [
    patchKernel('GatherV2', (stock) => (call) => {
      const { x, indices } = call.inputs as Record<string, tf.TensorInfo>;
      const { axis, batchDims } = call.attrs as unknown as { axis: number; batchDims: number };
      if (!isFloat(x) || indices.dtype !== 'int32') return stock(call);
      const attributes = [
        attribute.int('batch_dims', batchDims),
        attribute.type('Tparams', DataType.float32),
        attribute.type('Tindices', DataType.int32),
        attribute.type('Taxis', DataType.int32),
      ];
      return runNative('GatherV2', attributes, [
        { tensor: x, as: DataType.float32 },
        { tensor: indices, as: DataType.int32 },
        scalarHandle(axis, DataType.int32),
      ]);
    }),
  ];
}
