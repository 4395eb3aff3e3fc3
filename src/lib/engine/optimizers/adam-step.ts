import { tf } from '../tensorflow';
import { changingScalars } from '../native/trace';
import { updateInPlace } from '../native/in-place';
import { attribute, DataType, release } from '../native/binding';
import { executeNative } from '../native/native-op';

/** One weight of a model with what Adam keeps of it; all four have the same shape. */
export interface AdamParameter {
  variable: tf.Variable;
  /** Moving mean of the gradients, zeros before the first step. */
  first: tf.Variable;
  /** Moving mean of their squares, zeros before the first step. */
  second: tf.Variable;
  gradient: tf.Tensor;
  /** Whether {@link AdamNumbers.decay} counts for it. */
  decays?: boolean;
}

/** The numbers of a step of Adam. */
export interface AdamNumbers {
  learningRate: number;
  beta1: number;
  beta2: number;
  /** Added to the root of the corrected second mean, as tfjs does it. */
  epsilon: number;
  /** beta1 to the power of the step's number, which starts at 1. */
  power1: number;
  /** beta2 to the same power. */
  power2: number;
  /** Part of a weight taken away before the step: learning rate times weight decay in AdamW. */
  decay?: number;
}

const T = attribute.type('T', DataType.float32);
const UNLOCKED = attribute.bool('use_locking', false);

/**
 * One step of Adam (Kingma and Ba 2015, arXiv:1412.6980) for all parameters, each in one pass by TensorFlow's own op on
 * the buffers of the tfjs variables; with `decay` one of AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101). Needs
 * tfjs-node's backend, not fast training. Clones of the variables keep their values.
 *
 * @param numbers gives those of this step; of each later one, too, where the step has become part of a graph
 * @example
 * adamStep([{ variable, first, second, gradient }], () => ({ learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7,
 *   power1: 0.9 ** step, power2: 0.999 ** step }));
 */
export function adamStep(parameters: readonly AdamParameter[], numbers: () => AdamNumbers): void {
  const [keep, ...hyper] = changingScalars(() => {
    const { learningRate, beta1, beta2, epsilon, power1, power2, decay = 0 } = numbers();
    // TensorFlow adds epsilon before the bias correction, tfjs after it: sqrt(1 - beta2^t) turns one into the other.
    return [1 - decay, power1, power2, learningRate, beta1, beta2, epsilon * Math.sqrt(1 - power2)];
  });
  for (const { variable, first, second, gradient, decays = false } of parameters) {
    const update = (resources: number[]) =>
      executeNative(
        'ResourceApplyAdam',
        [T, UNLOCKED, attribute.bool('use_nesterov', false)],
        [...resources, ...hyper, { tensor: gradient, as: DataType.float32 }],
        0,
      );
    updateInPlace([variable, first, second], { keep: decays ? keep : undefined, update });
  }
  release(keep, ...hyper);
}
