import { settle } from './deferred';
import type { TensorState } from './tensor-state';
import { tf } from '../tensorflow';

/** TensorFlow's numbers for its element types (enum DataType in types.proto), those used here. */
export const DataType = {
  float32: 1,
  int32: 3,
  uint8: 4,
  string: 7,
  bool: 10,
  bfloat16: 14,
  uint16: 17,
} as const;
/** One of TensorFlow's element types. */
export type DataType = (typeof DataType)[keyof typeof DataType];

/** One attribute of a TensorFlow op, as the binding takes it. */
export interface Attribute {
  name: string;
  /** TF_AttrType in TensorFlow's C API. */
  type: number;
  value: number | string | boolean | readonly number[];
}

/** Builders of op attributes, one per type that the binding can pass (it has none for lists of strings). */
export const attribute = {
  string: (name: string, value: string): Attribute => ({ name, type: 0, value }),
  int: (name: string, value: number | readonly number[]): Attribute => ({ name, type: 1, value }),
  float: (name: string, value: number): Attribute => ({ name, type: 2, value }),
  bool: (name: string, value: boolean): Attribute => ({ name, type: 3, value }),
  type: (name: string, value: DataType): Attribute => ({ name, type: 4, value }),
  shape: (name: string, value: readonly number[]): Attribute => ({ name, type: 5, value }),
};

/** What the binding says of an output: its handle, its shape, its element type. */
export interface Output {
  id: number;
  shape: number[];
  dtype: number;
}

/** What the backend knows of a tensor's data. `values` waits in JavaScript until a TensorFlow op needs it. */
export interface TensorEntry extends TensorState {
  id: number;
  shape: number[];
  dtype: number;
  values: unknown;
  refCount: number;
}

interface Binding {
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): Output[];
  createTensor(shape: readonly number[], dtype: number, values: unknown): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): unknown;
  /** Opens a session with the graph of a saved model. */
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(session: number): void;
  /** Runs it: names are `node:index`, with commas between them. */
  runSavedModel(
    session: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): Output[];
}

/** The parts of tfjs-node's backend that the engine uses; tfjs' own typings keep them private. */
export interface NativeBackend {
  binding: Binding;
  isUsingGpuDevice: boolean;
  tensorMap: { get(dataId: object): TensorEntry; has(dataId: object): boolean };
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  createOutputTensor(output: Output): tf.Tensor;
  readSync(dataId: object): unknown;
  incRef(dataId: object): void;
  /** Takes a new tensor's values, or those of one from another backend. */
  move(dataId: object, values: unknown, shape: number[], dtype: string, refCount: number): void;
  disposeData(dataId: object, force?: boolean): boolean;
}

/** tfjs-node's backend. */
export function nativeBackend(): NativeBackend {
  return tf.engine().findBackend('tensorflow') as unknown as NativeBackend;
}

/** An op's input: a raw handle, or a tensor and the element type the op wants (cast when it has another). */
export type NativeInput = number | { tensor: tf.TensorInfo; as: DataType };

/** The backend's entry of a tensor, with its data computed and written to TensorFlow. */
export function entryOf(tensor: tf.TensorInfo): TensorEntry {
  const backend = nativeBackend();
  const entry = backend.tensorMap.get(tensor.dataId);
  settle(entry);
  if (entry.values != null) {
    entry.id = backend.binding.createTensor(entry.shape, entry.dtype, entry.values);
    entry.values = null;
  }
  return entry;
}

/** A new handle of the same values in another element type. */
export function castHandle(id: number, from: number, to: number): number {
  return nativeBackend().binding.executeOp(
    'Cast',
    [
      attribute.type('SrcT', from as DataType),
      attribute.type('DstT', to as DataType),
      attribute.bool('Truncate', false),
    ],
    [id],
    1,
  )[0].id;
}

/**
 * Runs a TensorFlow op by name and returns raw outputs, which the caller owns: wrap each with {@link toTensor} or
 * release it with {@link release}.
 *
 * @example executeNative('Relu', [attribute.type('T', DataType.float32)], [{ tensor: x, as: DataType.float32 }]);
 */
export function executeNative(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly NativeInput[],
  outputs = 1,
): Output[] {
  const { binding } = nativeBackend();
  const temporary: number[] = [];
  const ids = inputs.map((input) => {
    if (typeof input === 'number') return input;
    const entry = entryOf(input.tensor);
    if (entry.dtype === input.as) return entry.id;
    const cast = castHandle(entry.id, entry.dtype, input.as);
    temporary.push(cast);
    return cast;
  });
  try {
    return binding.executeOp(name, attributes, ids, outputs);
  } finally {
    temporary.forEach((id) => binding.deleteTensor(id));
  }
}

/** Runs an op with one output and wraps that in a tensor. */
export function runNative(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly NativeInput[],
): tf.Tensor {
  return toTensor(executeNative(name, attributes, inputs)[0]);
}

/** Wraps an output in a tensor that tfjs tracks and disposes. */
export function toTensor(output: Output): tf.Tensor {
  return nativeBackend().createOutputTensor(output);
}

/** Gives raw outputs or handles back to TensorFlow. */
export function release(...outputs: readonly (Output | number)[]): void {
  const { binding } = nativeBackend();
  for (const output of outputs) binding.deleteTensor(typeof output === 'number' ? output : output.id);
}
