import { graphStepOf } from '../engine/graph/graph-step';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { OPTIMIZER } from './run-state';
import type { StoredTensor } from './safetensors';

/**
 * Makes sure that the optimizer's state in a checkpoint is one of a model's optimizer after at least a step: how many steps, then
 * floats in the shapes of the weights that it trains.
 *
 * @throws ExpectationError that names the file
 */
export function checkOptimizerState(
  { file, tensors }: { file: string; tensors: Readonly<Record<string, StoredTensor>> },
  model: tf.LayersModel,
): void {
  const stored = Object.entries(tensors).filter(([name]) => name.startsWith(OPTIMIZER));
  const first = stored.findIndex(([name]) => name === `${OPTIMIZER}iter`);
  const rest = stored.filter((_, i) => i !== first).map(([, tensor]) => tensor);
  const steps = first === 0 ? stored[0][1] : undefined;
  const isCounted = steps?.data instanceof Int32Array && steps.shape.length === 0 && steps.data[0] > 0;
  const isFloat = rest.every(({ data }) => data instanceof Float32Array);
  if (isCounted && isFloat && isStateOf(model, rest)) return;
  throw expectation(file, {
    expectation: "a checkpoint with the state of the model's optimizer",
    found: isCounted
      ? `${rest.length} tensors of other shapes, or for another optimizer`
      : 'none that tells how many steps it has taken',
    advice: 'Compile the model with the optimizer that it had before, or delete the files to start over.',
  });
}

function isStateOf(model: tf.LayersModel, stored: readonly StoredTensor[]): boolean {
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const shapes = (tensors: readonly { shape: readonly number[] }[]) =>
    tensors.map(({ shape }) => shape.join());
  const own = graphStepOf(model.optimizer)?.state(variables);
  if (own) return shapes(own).sort().join(';') === shapes(stored).sort().join(';');
  // tfjs's own keep as much of every weight, one after another.
  const weights = shapes(variables);
  return (
    stored.length % weights.length === 0 &&
    shapes(stored).every((shape, i) => shape === weights[i % weights.length])
  );
}
