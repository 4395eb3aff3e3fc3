import { tf } from '../tensorflow';
import { storedType } from '../native/bfloat16';
import { attribute, DataType } from '../native/binding';
import { runNative } from '../native/native-op';
import { patchKernel, type Undo } from '../native/patch';
import { isFloat } from './call';

const BFLOAT16 = DataType.bfloat16;

/**
 * Whether both tensors are bfloat16, or the larger one is: a scale per channel then adopts its
 * format.
 */
function computesInBfloat16(a: tf.TensorInfo, b: tf.TensorInfo): boolean {
  if (!isFloat(a, b)) return false;
  const [typeA, typeB] = [storedType(a), storedType(b)];
  if (typeA === typeB) return typeA === BFLOAT16;
  const [sizeA, sizeB] = [a, b].map(({ shape }) => tf.util.sizeFromShape(shape));
  return typeA === BFLOAT16 ? sizeA > sizeB : sizeB > sizeA;
}

/** Keeps sums and products in bfloat16, for residual and squeeze-and-excitation blocks. */
export function patchElementwise(): Undo[] {
  return [
    ['Add', 'AddV2'],
    ['Multiply', 'Mul'],
  ].map(([kernelName, op]) =>
    patchKernel(kernelName, (stock) => (call) => {
      const { a, b } = call.inputs as Record<string, tf.TensorInfo>;
      if (!computesInBfloat16(a, b)) return stock(call);
      return runNative(
        op,
        [attribute.type('T', BFLOAT16)],
        [a, b].map((tensor) => ({ tensor, as: BFLOAT16 })),
      );
    }),
  );
}
