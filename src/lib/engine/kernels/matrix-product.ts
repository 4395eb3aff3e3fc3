import { tf } from '../tensorflow';
import { attribute, DataType, runNative } from '../native-op';
import { replaceKernel, type Undo } from '../replace';
import { isFloat } from './call';

/**
 * The product of two matrices by TensorFlow's MatMul. The stock kernel calls the op for stacks of matrices, which wakes
 * the threads even for the small products of one image's prediction, at four times the cost.
 */
export function replaceMatrixProducts(): Undo[] {
  return [
    replaceKernel('BatchMatMul', (stock) => (call) => {
      const { a, b } = call.inputs as Record<string, tf.TensorInfo>;
      const { transposeA, transposeB } = call.attrs as unknown as {
        transposeA: boolean;
        transposeB: boolean;
      };
      if (!isFloat(a, b) || a.shape.length !== 2 || b.shape.length !== 2) return stock(call);
      return runNative(
        'MatMul',
        [
          attribute.type('T', DataType.float32),
          attribute.bool('transpose_a', transposeA),
          attribute.bool('transpose_b', transposeB),
        ],
        [a, b].map((tensor) => ({ tensor, as: DataType.float32 })),
      );
    }),
  ];
}
