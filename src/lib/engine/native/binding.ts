import { tf } from '../tensorflow';
import type { Output, TensorEntry } from './tensor-entry';

/** TensorFlow's numbers of the element types used here (enum DataType in types.proto). */
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

/** An attribute of a TensorFlow op, in the binding's format. */
export interface Attribute {
  name: string;
  /** TF_AttrType in TensorFlow's C API. */
  type: number;
  value: number | string | boolean | readonly number[];
}

/**
 * Builds op attributes, one function per type that the binding accepts (lists of strings are not
 * supported).
 */
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
  /** Opens a session on the graph of a saved model. */
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(session: number): void;
  /** Runs the session. Names have the form `node:index` and are separated by commas. */
  runSavedModel(
    session: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): Output[];
}

/** The parts of tfjs-node's backend that the engine uses; tfjs' own types keep them private. */
export interface NativeBackend {
  binding: Binding;
  isUsingGpuDevice: boolean;
  tensorMap: { get(dataId: object): TensorEntry; has(dataId: object): boolean };
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  createOutputTensor(output: Output): tf.Tensor;
  readSync(dataId: object): unknown;
  incRef(dataId: object): void;
  /** Stores the values of a new tensor, or of one that comes from another backend. */
  move(dataId: object, values: unknown, shape: number[], dtype: string, refCount: number): void;
  disposeData(dataId: object, force?: boolean): boolean;
}

/** tfjs-node's backend. */
export function nativeBackend(): NativeBackend {
  return tf.engine().findBackend('tensorflow') as unknown as NativeBackend;
}

/** Casts to another element type and returns a new handle. */
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

/** Returns a second handle to the same buffer. It outlives the tensor that it was taken from. */
export function alias(id: number, dtype: number): number {
  const attributes = [attribute.type('T', dtype as DataType)];
  return nativeBackend().binding.executeOp('Identity', attributes, [id], 1)[0].id;
}

/** Like {@link alias}, with a cast where the types differ. */
export function ownHandle(id: number, { from, to }: { from: number; to: number }): number {
  return from === to ? alias(id, to) : castHandle(id, from, to);
}

/** Frees raw outputs or handles. */
export function release(...outputs: readonly (Output | number)[]): void {
  const { binding } = nativeBackend();
  for (const output of outputs) binding.deleteTensor(typeof output === 'number' ? output : output.id);
}
