import { graphStepOf } from '../engine/graph/graph-step';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { OPTIMIZER } from './run-state';
import type { StoredTensor } from './safetensors';

/**
 * Checks that a checkpoint has the state of the model's optimizer after at least one step: the
 * number of steps, then floats in the shapes of the trainable weights.
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
      : 'none with a number of steps',
    advice: 'Compile the model with the same optimizer as before, or delete the files to start over.',
  });
}

function isStateOf(model: tf.LayersModel, stored: readonly StoredTensor[]): boolean {
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const shapes = (tensors: readonly { shape: readonly number[] }[]) =>
    tensors.map(({ shape }) => shape.join());
  const own = graphStepOf(model.optimizer)?.state(variables);
  if (own) return shapes(own).sort().join(';') === shapes(stored).sort().join(';');
  // tfjs' own optimizers keep the same number of tensors for every weight, one weight after the
  // other.
  const weights = shapes(variables);
  return (
    stored.length % weights.length === 0 &&
    shapes(stored).every((shape, i) => shape === weights[i % weights.length])
  );
}
