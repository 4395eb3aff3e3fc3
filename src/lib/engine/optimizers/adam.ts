import { adamGraphStep } from './adam-graph-step';
import { GRAPH_STEP, takeAndCount, type GraphStep, type NamedGradient } from '../graph/graph-step';
import { onNativeBackend } from '../kernels/call';
import { patchMethod, type Undo } from '../native/patch';
import { tf } from '../tensorflow';

/** The members of tfjs' Adam that the engine reads and updates. */
interface StockAdam {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  accBeta1: tf.Variable;
  accBeta2: tf.Variable;
  accumulatedFirstMoment: Moment[];
  accumulatedSecondMoment: Moment[];
  applyGradients(gradients: Record<string, tf.Tensor | null> | NamedGradient[]): void;
  incrementIterations(): void;
  [GRAPH_STEP]?: GraphStep;
}

interface Moment {
  originalName: string;
  variable: tf.Variable;
}

function zeroMoment(originalName: string, value: tf.Variable): Moment {
  return { originalName, variable: tf.tidy(() => tf.zerosLike(value).variable(false)) };
}

function graphStepOf(adam: StockAdam): GraphStep {
  return adamGraphStep({
    moments: (variables) =>
      variables.map((variable, i) => {
        const [first, second] = [adam.accumulatedFirstMoment, adam.accumulatedSecondMoment];
        first[i] ??= zeroMoment(`${variable.name}/m`, variable);
        second[i] ??= zeroMoment(`${variable.name}/v`, variable);
        return { first: first[i].variable, second: second[i].variable };
      }),
    numbers() {
      const { learningRate, beta1, beta2, epsilon, accBeta1, accBeta2 } = adam;
      const [power1, power2] = [accBeta1, accBeta2].map((variable) => variable.dataSync()[0]);
      return { learningRate, beta1, beta2, epsilon, power1, power2 };
    },
    advance() {
      const { accBeta1, accBeta2, beta1, beta2 } = adam;
      tf.tidy(() => {
        accBeta1.assign(tf.mul(accBeta1, beta1));
        accBeta2.assign(tf.mul(accBeta2, beta2));
      });
      adam.incrementIterations();
    },
  });
}

/**
 * Makes tf.train.adam use adamStep(). Results and state are the same, so getWeights(), setWeights()
 * and a later stock step still work.
 */
export function patchAdam(): Undo[] {
  const { prototype } = tf.AdamOptimizer as unknown as { prototype: StockAdam };
  Object.defineProperty(prototype, GRAPH_STEP, {
    configurable: true,
    get(this: StockAdam) {
      return graphStepOf(this);
    },
  });
  return [
    () => delete prototype[GRAPH_STEP],
    patchMethod(prototype, 'applyGradients', (stock) => {
      return function applyGradients(this: StockAdam, gradients) {
        if (!onNativeBackend()) return stock.call(this, gradients);
        takeAndCount(graphStepOf(this), gradients);
      };
    }),
  ];
}
