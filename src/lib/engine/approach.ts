import { tf } from './tensorflow';
import { updateInPlace } from './in-place';
import { attribute, DataType, executeNative, nativeBackend, release } from './native-op';

const T = attribute.type('T', DataType.float32);
const UNLOCKED = attribute.bool('use_locking', false);

/**
 * Moves each variable the part `rate` of the way to its target, in two passes over the memory: variable - rate *
 * (variable - target). All are float32 and pairwise of the same shape. Needs tfjs-node's backend, not fast training.
 *
 * @example approach(averages, { targets: model.getWeights(), rate: 0.002 });
 */
export function approach(
  variables: readonly tf.Variable[],
  { targets, rate }: { targets: readonly tf.Tensor[]; rate: number },
): void {
  const { binding } = nativeBackend();
  const rateId = binding.createTensor([], DataType.float32, new Float32Array([rate]));
  variables.forEach((variable, i) => {
    const operands = [variable, targets[i]].map((tensor) => ({ tensor, as: DataType.float32 }));
    const [distance] = executeNative('Sub', [T], operands);
    updateInPlace([variable], {
      update: ([resource]) =>
        executeNative('ResourceApplyGradientDescent', [T, UNLOCKED], [resource, rateId, distance.id], 0),
    });
    release(distance);
  });
  release(rateId);
}
