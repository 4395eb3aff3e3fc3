import { tf } from '../tensorflow';
import type { Output, TensorEntry } from './tensor-entry';

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

/** A second handle of the same buffer, which outlives the tensor it was taken from. */
export function alias(id: number, dtype: number): number {
  const attributes = [attribute.type('T', dtype as DataType)];
  return nativeBackend().binding.executeOp('Identity', attributes, [id], 1)[0].id;
}

/** The same as {@link alias}, of the same values in another type where that is asked for. */
export function ownHandle(id: number, { from, to }: { from: number; to: number }): number {
  return from === to ? alias(id, to) : castHandle(id, from, to);
}

/** Gives raw outputs or handles back to TensorFlow. */
export function release(...outputs: readonly (Output | number)[]): void {
  const { binding } = nativeBackend();
  for (const output of outputs) binding.deleteTensor(typeof output === 'number' ? output : output.id);
}
