import { tf } from '../engine/tensorflow';
import type { Run, RunState } from './callback';
import type { StoredTensor } from './safetensors';

/** The name of the averaged weights in a {@link RunState}. */
export const AVERAGE = 'average/values';

/** Prefixes of the model's weights and of the optimizer's state in a {@link RunState}. */
export const [MODEL, OPTIMIZER] = ['model/', 'optimizer/'] as const;

/**
 * Copies a run's weights, its optimizer's state (if the optimizer reports it) and its averaged
 * weights.
 */
export async function captureRun({ model, weightAverage }: Run): Promise<RunState> {
  const values = model.getWeights();
  const weights = nameWeights(model).map((name, i) => [name, copy(values[i])] as const);
  const average = weightAverage?.state();
  return {
    tensors: Object.fromEntries([
      ...weights,
      ...(await copyState(model.optimizer)),
      ...(average ? [[AVERAGE, joined(average.values)] as const] : []),
    ]),
    averageSteps: average?.steps ?? 0,
  };
}

/**
 * Whether a run can be restored from a state: some of tfjs' optimizers, such as Adamax, do not
 * report theirs.
 */
export function canRestore({ tensors }: RunState): boolean {
  return Object.hasOwn(tensors, `${OPTIMIZER}iter`);
}

async function copyState(optimizer: tf.Optimizer): Promise<(readonly [string, StoredTensor])[]> {
  let state;
  try {
    state = await optimizer.getWeights();
  } catch (error) {
    if (/not implemented/.test((error as Error).message)) return [];
    throw error;
  }
  const copies = state.map(({ name, tensor }) => [`${OPTIMIZER}${name}`, copy(tensor)] as const);
  // The optimizer still owns the others.
  state[0].tensor.dispose();
  return copies;
}

/** Restores a state from {@link captureRun}, or a verified one, in a run of the same model. */
export async function restoreRun({ tensors, averageSteps }: RunState, run: Run): Promise<void> {
  const { model, weightAverage } = run;
  tf.tidy(() => model.setWeights(nameWeights(model).map((name) => toTensor(tensors[name]))));
  const state = Object.entries(tensors)
    .filter(([name]) => name.startsWith(OPTIMIZER))
    .map(([name, stored]) => ({ name: name.slice(OPTIMIZER.length), tensor: toTensor(stored) }));
  try {
    await model.optimizer.setWeights(state);
  } finally {
    tf.dispose(state.map(({ tensor }) => tensor));
  }
  const average = averageOf({ tensors }, model);
  if (!average) {
    weightAverage?.dispose();
    return;
  }
  const values = average.map(toTensor);
  weightAverage?.restore({ steps: averageSteps, values });
  tf.dispose(values);
}

/** Returns the names of a model's weights in a {@link RunState}, in the model's order. */
export function nameWeights(model: tf.LayersModel): string[] {
  return model.weights.map(({ originalName }) => `${MODEL}${originalName}`);
}

/**
 * Returns the weights that are validated and saved as the best: the averaged ones, if the run
 * averages weights.
 */
export function validatedWeights(
  state: Pick<RunState, 'tensors'>,
  model: tf.LayersModel,
): Record<string, StoredTensor> {
  const average = averageOf(state, model);
  return Object.fromEntries(nameWeights(model).map((name, i) => [name, average?.[i] ?? state.tensors[name]]));
}

/** Returns the averaged weights in the model's order. */
function averageOf(
  { tensors }: Pick<RunState, 'tensors'>,
  model: tf.LayersModel,
): StoredTensor[] | undefined {
  if (!Object.hasOwn(tensors, AVERAGE)) return undefined;
  const data = tensors[AVERAGE].data as Float32Array;
  let end = 0;
  return model.weights.map(({ shape }) => {
    const begin = end;
    end += sizeOf(shape as number[]);
    return { shape: shape as number[], data: data.subarray(begin, end) };
  });
}

/** Returns the number of elements of a tensor of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}

/** Creates a TensorFlow tensor, which the caller owns. */
export function toTensor({ shape, data }: StoredTensor): tf.Tensor {
  // Copy: TensorFlow may keep the array that it is given.
  return tf.tensor(data.slice(), [...shape], data instanceof Float32Array ? 'float32' : 'int32');
}

/** Copies a tensor's values: tfjs may return its own array. */
function copy(tensor: tf.Tensor): StoredTensor {
  return { shape: tensor.shape, data: (tensor.dataSync() as Float32Array | Int32Array).slice() };
}

/** Concatenates float tensors. */
function joined(tensors: readonly tf.Tensor[]): StoredTensor {
  const data = new Float32Array(tensors.reduce((sum, { size }) => sum + size, 0));
  let offset = 0;
  for (const tensor of tensors) {
    data.set(tensor.dataSync<'float32'>(), offset);
    offset += tensor.size;
  }
  return { shape: [data.length], data };
}
