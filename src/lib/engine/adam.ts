import { tf } from './tensorflow';
import { adamStep, type AdamParameter } from './adam-step';
import { onNativeBackend } from './kernels/call';
import { replaceMethod, type Undo } from './replace';

/** What the engine reads and keeps up to date of tfjs' Adam. */
interface StockAdam {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  accBeta1: tf.Variable;
  accBeta2: tf.Variable;
  accumulatedFirstMoment: Moment[];
  accumulatedSecondMoment: Moment[];
  applyGradients(gradients: Gradients): void;
  incrementIterations(): void;
}

interface Moment {
  originalName: string;
  variable: tf.Variable;
}

interface NamedTensor {
  name: string;
  tensor: tf.Tensor | null;
}

type Gradients = Record<string, tf.Tensor | null> | NamedTensor[];

function fastApply(adam: StockAdam, gradients: Gradients): void {
  const { accBeta1, accBeta2 } = adam;
  const named = Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
  const parameters: AdamParameter[] = [];
  named.forEach(({ name, tensor }, i) => {
    const variable = tf.engine().registeredVariables[name];
    const { variable: first } = (adam.accumulatedFirstMoment[i] ??= zeroMoment(`${name}/m`, variable));
    const { variable: second } = (adam.accumulatedSecondMoment[i] ??= zeroMoment(`${name}/v`, variable));
    if (tensor != null) parameters.push({ variable, first, second, gradient: tensor });
  });
  const [power1] = accBeta1.dataSync();
  const [power2] = accBeta2.dataSync();
  const { learningRate, beta1, beta2, epsilon } = adam;
  adamStep(parameters, { learningRate, beta1, beta2, epsilon, power1, power2 });
  tf.tidy(() => {
    accBeta1.assign(tf.mul(accBeta1, beta1));
    accBeta2.assign(tf.mul(accBeta2, beta2));
  });
  adam.incrementIterations();
}

function zeroMoment(originalName: string, value: tf.Variable): Moment {
  return { originalName, variable: tf.tidy(() => tf.zerosLike(value).variable(false)) };
}

/**
 * tf.train.adam by {@link adamStep}: same numbers, same state, so that getWeights(), setWeights() and a later stock step
 * find what they expect.
 */
export function replaceAdam(): Undo {
  const { prototype } = tf.AdamOptimizer as unknown as { prototype: StockAdam };
  return replaceMethod(prototype, 'applyGradients', (stock) => {
    return function applyGradients(this: StockAdam, gradients) {
      if (onNativeBackend()) fastApply(this, gradients);
      else stock.call(this, gradients);
    };
  });
}
