import { tf } from '../tensorflow';
import { attribute, DataType } from '../native/binding';
import { patchKernel, type Undo } from '../native/patch';
import { isFloat } from './call';
import { runTyped } from './run-typed';

/**
 * Multiplies two matrices with TensorFlow's MatMul. The stock kernel uses the batched op, which
 * wakes the thread pool even for the small products of a single image's prediction, at four times
 * the cost.
 */
export function patchMatMul(): Undo[] {
  return [
    patchKernel('BatchMatMul', (stock) => (call) => {
      const { a, b } = call.inputs as Record<string, tf.TensorInfo>;
      const { transposeA, transposeB } = call.attrs as unknown as {
        transposeA: boolean;
        transposeB: boolean;
      };
      if (!isFloat(a, b) || a.shape.length !== 2 || b.shape.length !== 2) return stock(call);
      return nativeMatMul([a, b], { transposeA, transposeB, type: DataType.float32 });
    }),
  ];
}

/** Multiplies two matrices, either of them optionally transposed, in `type`. */
export function nativeMatMul(
  matrices: readonly [tf.TensorInfo, tf.TensorInfo],
  {
    transposeA = false,
    transposeB = false,
    type,
  }: { transposeA?: boolean; transposeB?: boolean; type: DataType },
): tf.Tensor {
  return runTyped('MatMul', {
    type,
    attributes: [attribute.bool('transpose_a', transposeA), attribute.bool('transpose_b', transposeB)],
    inputs: matrices,
  });
}
