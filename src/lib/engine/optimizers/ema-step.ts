import { currentGraphCache } from '../graph/graph-cache';
import { changingScalars } from '../native/trace';
import { updateInPlace } from '../native/in-place';
import { attribute, DataType, release } from '../native/binding';
import { executeNative } from '../native/native-op';
import { tf } from '../tensorflow';

const T = attribute.type('T', DataType.float32);
const UNLOCKED = attribute.bool('use_locking', false);

/** The rate of the moment, by the first of the variables that move together: a graph asks for it at each run. */
const rates = new WeakMap<tf.Variable, number>();

/**
 * Moves each variable the part `rate` of the way to its target: variable - rate * (variable - target). All are float32 and
 * pairwise of the same shape. Needs tfjs-node's backend, not fast training, with which it is one graph.
 *
 * @example approach(averages, { targets: model.getWeights(), rate: 0.002 });
 */
export function emaStep(
  variables: readonly tf.Variable[],
  { targets, rate }: { targets: readonly tf.Tensor[]; rate: number },
): void {
  if (variables.length === 0) return;
  const [first] = variables;
  rates.set(first, rate);
  const run = () => {
    approachEach(variables, { targets, rate: () => rates.get(first)! });
    return [];
  };
  const programs = currentGraphCache();
  if (!programs || !areVariables(targets)) {
    run();
    return;
  }
  const all = [...variables, ...targets];
  programs.run(first, { key: 'approach', checks: all, variables: () => all, run, fromFirst: true });
}

function areVariables(tensors: readonly tf.Tensor[]): tensors is readonly tf.Variable[] {
  return tensors.every((tensor) => tensor instanceof tf.Variable);
}

/** In two passes over the memory of each. */
function approachEach(
  variables: readonly tf.Variable[],
  { targets, rate }: { targets: readonly tf.Tensor[]; rate: () => number },
): void {
  const [rateId] = changingScalars(() => [rate()]);
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
