import { currentGraphCache } from '../graph/graph-cache';
import { feedScalars } from '../native/trace';
import { updateInPlace } from '../native/in-place';
import { attribute, DataType, release } from '../native/binding';
import { executeNative } from '../native/native-op';
import { tf } from '../tensorflow';

const T = attribute.type('T', DataType.float32);
const UNLOCKED = attribute.bool('use_locking', false);

/** The current rate, by the first of the variables: a graph asks for it at each run. */
const rates = new WeakMap<tf.Variable, number>();

/**
 * Updates exponential moving averages: each variable becomes variable - rate * (variable - target).
 * Variables and targets are float32 and have the same shape pairwise. Needs tfjs-node's backend;
 * with fast training the update runs as one graph.
 *
 * @example emaStep(averages, { targets: model.getWeights(), rate: 0.002 });
 */
export function emaStep(
  variables: readonly tf.Variable[],
  { targets, rate }: { targets: readonly tf.Tensor[]; rate: number },
): void {
  if (variables.length === 0) return;
  const [first] = variables;
  rates.set(first, rate);
  const run = () => {
    updateEach(variables, { targets, rate: () => rates.get(first)! });
    return [];
  };
  const graphCache = currentGraphCache();
  if (!graphCache || !areVariables(targets)) {
    run();
    return;
  }
  const all = [...variables, ...targets];
  graphCache.run(first, { key: 'ema', guards: all, variables: () => all, run, graphFromFirstCall: true });
}

function areVariables(tensors: readonly tf.Tensor[]): tensors is readonly tf.Variable[] {
  return tensors.every((tensor) => tensor instanceof tf.Variable);
}

/** Takes two passes over the memory of each variable. */
function updateEach(
  variables: readonly tf.Variable[],
  { targets, rate }: { targets: readonly tf.Tensor[]; rate: () => number },
): void {
  const [rateId] = feedScalars(() => [rate()]);
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
