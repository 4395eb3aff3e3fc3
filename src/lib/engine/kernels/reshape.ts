import { tf } from '../tensorflow';
import { storedType } from '../bfloat16';
import { vectorHandle } from '../constants';
import { attribute, DataType, runNative } from '../native-op';
import { replaceKernel, type Undo } from '../replace';

/** Reshape and addition of equal shapes, which a residual block needs, that leave a bfloat16 tensor as it is. */
export function replaceReshapeAndAdd(): Undo[] {
  return [
    replaceKernel('Reshape', (stock) => (call) => {
      const { x } = call.inputs as Record<string, tf.TensorInfo>;
      const { shape } = call.attrs as unknown as { shape: number[] };
      if (storedType(x) !== DataType.bfloat16) return stock(call);
      return runNative(
        'Reshape',
        [attribute.type('T', DataType.bfloat16), attribute.type('Tshape', DataType.int32)],
        [{ tensor: x, as: DataType.bfloat16 }, vectorHandle(shape)],
      );
    }),
    replaceKernel('Add', (stock) => (call) => {
      const { a, b } = call.inputs as Record<string, tf.TensorInfo>;
      const same = tf.util.arraysEqual(a.shape, b.shape);
      if (!same || storedType(a) !== DataType.bfloat16 || storedType(b) !== DataType.bfloat16)
        return stock(call);
      return runNative(
        'AddV2',
        [attribute.type('T', DataType.bfloat16)],
        [a, b].map((tensor) => ({ tensor, as: DataType.bfloat16 })),
      );
    }),
  ];
}
