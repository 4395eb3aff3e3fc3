import { tf } from '../tensorflow';
import { feedScalars } from '../native/trace';
import { updateInPlace } from '../native/in-place';
import { attribute, DataType, release } from '../native/binding';
import { executeNative } from '../native/native-op';

/** One weight of a model with Adam's state for it. All four tensors have the same shape. */
export interface AdamParameter {
  variable: tf.Variable;
  /** Moving average of the gradients, zeros before the first step. */
  first: tf.Variable;
  /** Moving average of their squares, zeros before the first step. */
  second: tf.Variable;
  gradient: tf.Tensor;
  /** Whether {@link AdamNumbers.decay} applies to it. */
  decays?: boolean;
}

/** The hyperparameters of one step. */
export interface AdamNumbers {
  learningRate: number;
  beta1: number;
  beta2: number;
  /** Added to the root of the bias-corrected second moment, as in tfjs. */
  epsilon: number;
  /** beta1 to the power of the step's number, which starts at 1. */
  power1: number;
  /** beta2 to the same power. */
  power2: number;
  /**
   * Fraction by which the weight shrinks before the step; in AdamW, learning rate times weight
   * decay.
   */
  decay?: number;
}

const T = attribute.type('T', DataType.float32);
const UNLOCKED = attribute.bool('use_locking', false);

/**
 * Takes one step of Adam (Kingma and Ba 2015, arXiv:1412.6980), or with `decay` of AdamW
 * (Loshchilov and Hutter 2019, arXiv:1711.05101). TensorFlow's op updates each parameter in one
 * pass, in the buffers of the tfjs variables. Clones of the variables keep their values. Needs
 * tfjs-node's backend but not fast training.
 *
 * @param parameters
 * @param numbers returns the hyperparameters of this step; it is called again for later steps if
 *   the step has become part of a graph
 * @example
 * adamStep([{ variable, first, second, gradient }], () => ({
 *   learningRate: 1e-3,
 *   beta1: 0.9,
 *   beta2: 0.999,
 *   epsilon: 1e-7,
 *   power1: 0.9 ** step,
 *   power2: 0.999 ** step,
 * }));
 */
export function adamStep(parameters: readonly AdamParameter[], numbers: () => AdamNumbers): void {
  const [keep, ...hyper] = feedScalars(() => {
    const { learningRate, beta1, beta2, epsilon, power1, power2, decay = 0 } = numbers();
    // TensorFlow adds epsilon before the bias correction, tfjs after it; sqrt(1 - beta2^t) converts
    // one into the other.
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
