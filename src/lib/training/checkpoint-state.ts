import { readFile } from 'node:fs/promises';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { writeFileAtomic } from '../files';
import { sha256 } from '../sha256';
import type { History, Run } from './callback';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors';

/** Whatever decides a run's result, as JSON can hold it. */
export type RunSettings = Record<string, unknown>;

/** A checkpoint's file, read and found whole. */
export interface CheckpointFile {
  file: string;
  /** Names `model/…`, `optimizer/…`, and `average/values`: the averaged weights end to end. */
  tensors: Record<string, StoredTensor>;
  /** The epochs up to the checkpoint. */
  history: History;
  settings: RunSettings;
  /** Steps that the averaged weights had taken in. */
  averageSteps: number;
}

/** The weights of a model by name, copied out of TensorFlow. */
export function modelTensors(model: tf.LayersModel): Record<string, StoredTensor> {
  const values = model.getWeights();
  return Object.fromEntries(
    model.weights.map(({ originalName }, i) => [`model/${originalName}`, copy(values[i])]),
  );
}

/** All that a run needs to go on: the weights, the optimizer's state and the averaged weights. */
export async function runTensors({ model, weightAverage }: Run): Promise<Record<string, StoredTensor>> {
  const tensors = modelTensors(model);
  const [iterations, ...means] = await model.optimizer.getWeights();
  for (const { name, tensor } of [iterations, ...means]) tensors[`optimizer/${name}`] = copy(tensor);
  iterations.tensor.dispose();
  const average = weightAverage?.state();
  if (average) tensors['average/values'] = joined(average.values);
  return tensors;
}

/** Tensors of floats end to end. */
function joined(tensors: readonly tf.Tensor[]): StoredTensor {
  const data = new Float32Array(tensors.reduce((sum, { size }) => sum + size, 0));
  let offset = 0;
  for (const tensor of tensors) {
    data.set(tensor.dataSync<'float32'>(), offset);
    offset += tensor.size;
  }
  return { shape: [data.length], data };
}

function copy(tensor: tf.Tensor): StoredTensor {
  return { shape: tensor.shape, data: tensor.dataSync() as Float32Array | Int32Array };
}

/** Writes a checkpoint: to a temporary name, forced to the disk, renamed. */
export async function writeCheckpoint(
  file: string,
  { tensors, history, settings, averageSteps }: Omit<CheckpointFile, 'file'>,
): Promise<void> {
  const metadata = {
    epoch: `${history.length}`,
    history: JSON.stringify(history),
    settings: JSON.stringify(settings),
    fingerprint: sha256(JSON.stringify(settings)),
    averageSteps: `${averageSteps}`,
  };
  await writeFileAtomic(file, encodeSafetensors({ tensors, metadata }));
}

/**
 * Reads a checkpoint.
 *
 * @throws ExpectationError that names the file, when it is missing or damaged
 */
export async function readCheckpoint(file: string): Promise<CheckpointFile> {
  const advice = 'Delete the file (and those beside it) to start the training anew.';
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw expectation(file, {
      expectation: 'a checkpoint',
      found: code === 'ENOENT' ? 'no such file' : message,
      advice: 'Train the model first (notebook 5).',
    });
  }
  const { tensors, metadata } = decodeSafetensors(bytes, { file, advice });
  if (metadata.history === undefined || metadata.settings === undefined) {
    throw expectation(file, {
      expectation: 'a checkpoint with history and settings',
      found: `only ${Object.keys(metadata).join(', ') || 'tensors'}`,
      advice,
    });
  }
  return {
    file,
    tensors,
    history: JSON.parse(metadata.history) as History,
    settings: JSON.parse(metadata.settings) as RunSettings,
    averageSteps: Number(metadata.averageSteps),
  };
}

/**
 * Makes sure that a checkpoint belongs to a run with these settings.
 *
 * @throws ExpectationError that names the file and the settings that differ
 */
export function checkSettings({ file, settings: found }: CheckpointFile, expected: RunSettings): void {
  const show = (value: unknown) => JSON.stringify(value) ?? 'not set';
  const differing = [...new Set([...Object.keys(expected), ...Object.keys(found)])].filter(
    (key) => show(expected[key]) !== show(found[key]),
  );
  if (differing.length === 0) return;
  // A long value, such as a whole network, is named by its SHA-256: enough to see that it is another.
  const short = (text: string) => (text.length > 80 ? `with SHA-256 ${sha256(text).slice(0, 8)}…` : text);
  const list = (settings: RunSettings) =>
    differing.map((key) => `${key} ${short(show(settings[key]))}`).join(', ');
  throw expectation(file, {
    expectation: `a checkpoint of a run with ${list(expected)}`,
    found: list(found),
    advice: 'Set these back to go on with that run, or delete its files to start anew.',
  });
}

/**
 * Puts a checkpoint's weights into a model.
 *
 * @throws ExpectationError that names the file, when the model has other weights
 */
export function restoreModel({ file, tensors }: CheckpointFile, model: tf.LayersModel): void {
  const names = model.weights.map(({ originalName }) => `model/${originalName}`);
  const wrong = names.find((name, i) => {
    const stored = tensors[name] as StoredTensor | undefined;
    return stored === undefined || stored.shape.join() !== model.weights[i].shape.join();
  });
  const stored = Object.keys(tensors).filter((name) => name.startsWith('model/')).length;
  if (wrong !== undefined || stored !== names.length) {
    throw expectation(file, {
      expectation: `the ${names.length} weights of the model ${model.name}`,
      found: wrong === undefined ? `${stored} weights` : `another ${wrong}, or none`,
      advice: 'It is a checkpoint of another architecture.',
    });
  }
  tf.tidy(() => model.setWeights(names.map((name) => toTensor(tensors[name]))));
}

/** Puts everything of a checkpoint back into a run. */
export async function restoreRun(checkpoint: CheckpointFile, run: Run): Promise<void> {
  const { tensors, history, averageSteps } = checkpoint;
  restoreModel(checkpoint, run.model);
  const state = Object.entries(tensors)
    .filter(([name]) => name.startsWith('optimizer/'))
    .map(([name, stored]) => ({ name: name.slice('optimizer/'.length), tensor: toTensor(stored) }));
  await run.model.optimizer.setWeights(state);
  tf.dispose(state.map(({ tensor }) => tensor));
  if ('average/values' in tensors) {
    const values = split(checkpoint, run.model);
    run.weightAverage?.restore({ steps: averageSteps, values });
    tf.dispose(values);
  }
  run.history = history;
}

/** The averaged weights, one tensor for each of the model's. */
function split({ tensors }: CheckpointFile, model: tf.LayersModel): tf.Tensor[] {
  const data = tensors['average/values'].data as Float32Array;
  let offset = 0;
  return model.getWeights().map(({ shape, size }) => {
    offset += size;
    return tf.tensor(data.slice(offset - size, offset), shape);
  });
}

function toTensor({ shape, data }: StoredTensor): tf.Tensor {
  return tf.tensor(data, [...shape], data instanceof Float32Array ? 'float32' : 'int32');
}
